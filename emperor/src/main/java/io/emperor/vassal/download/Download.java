package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import io.emperor.config.Checksum;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One app that is being fetched, for all who want it now; when none of them does any more, that
 * ends. Thread safe.
 */
final class Download {

  private static final Logger log = LoggerFactory.getLogger(Download.class);

  /** Makes the transfer of what is missing. */
  @FunctionalInterface
  interface Transfers {
    Transfer of(AppAddress address, PartialFile partial) throws IOException;
  }

  private final AppAddress address;
  private final DownloadStore store;
  private final Transfers transfers;
  private final Executor executor;
  private final CompletableFuture<Path> over = new CompletableFuture<>();
  private int wanting; // guarded by this
  private @Nullable Transfer transfer; // guarded by this
  private boolean abandoned; // guarded by this

  Download(AppAddress address, DownloadStore store, Transfers transfers, Executor executor) {
    this.address = address;
    this.store = store;
    this.transfers = transfers;
    this.executor = executor;
  }

  boolean isOf(AppAddress other) {
    return address.equals(other);
  }

  /** Completed when it is over, whoever wants it. */
  CompletableFuture<Path> over() {
    return over;
  }

  /** One more who wants it; empty if it was given up already. */
  synchronized Optional<CompletableFuture<Path>> join() {
    if (abandoned) {
      return Optional.empty();
    }
    CompletableFuture<Path> answer = over.copy();
    wanting++;
    var unused = answer.whenComplete((file, failure) -> left());
    return Optional.of(answer);
  }

  private void left() {
    Transfer useless;
    synchronized (this) {
      wanting--;
      if (wanting > 0 || over.isDone()) {
        return;
      }
      abandoned = true;
      useless = transfer;
    }
    if (useless != null) {
      useless.cancel();
    }
  }

  /** Whether a server was asked, because the app was not here, and somebody wants the answer. */
  synchronized boolean hasAsked() {
    return transfer != null && !abandoned;
  }

  /**
   * Begins it.
   *
   * @param atEnd told of it, and of the failure if it is one, before those who want it are
   */
  void begin(Consumer<@Nullable Throwable> atEnd) {
    var unused =
        CompletableFuture.supplyAsync(this::kept, executor)
            .thenCompose(
                kept -> kept.map(CompletableFuture::completedFuture).orElseGet(this::fetched))
            .whenComplete((file, failure) -> atEnd.accept(failure))
            .whenComplete(
                (file, failure) -> {
                  boolean unusedAnswer =
                      failure == null ? over.complete(file) : over.completeExceptionally(failure);
                });
  }

  private Optional<Path> kept() {
    try {
      return store.find(address);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<Path> fetched() {
    PartialFile partial;
    try {
      partial = store.partial(address);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    long resumedAt = partial.size();
    return transferred(partial)
        .handleAsync((outcome, failure) -> ended(partial, resumedAt, outcome, failure), executor)
        .thenCompose(file -> file.map(CompletableFuture::completedFuture).orElseGet(this::fetched));
  }

  private CompletableFuture<Transfer.Outcome> transferred(PartialFile partial) {
    Transfer next;
    try {
      next = transfers.of(address, partial);
      begins(next);
    } catch (IOException | CancellationException e) {
      return CompletableFuture.failedFuture(e);
    }
    log.info("downloading {}, of which {} bytes are here", address, partial.size());
    return next.begin();
  }

  private synchronized void begins(Transfer next) {
    if (abandoned) {
      throw new CancellationException();
    }
    transfer = next;
  }

  /** What has come, if that is it; empty if it has to be asked for from the beginning. */
  private Optional<Path> ended(
      PartialFile partial,
      long resumedAt,
      Transfer.@Nullable Outcome outcome,
      @Nullable Throwable failure) {
    try (partial) {
      if (failure != null) {
        throw TransferFailure.told(address, failure, partial.size());
      }
      if (outcome == Transfer.Outcome.UNFIT) {
        partial.restart(Optional.empty());
        return Optional.empty();
      }
      return verified(partial, resumedAt);
    } catch (UnusableAppException e) {
      delete(partial);
      throw new CompletionException(e);
    } catch (Throwable e) {
      throw new CompletionException(e);
    }
  }

  private Optional<Path> verified(PartialFile partial, long resumedAt)
      throws IOException, UnusableAppException {
    Checksum came = partial.checksum();
    if (came.equals(address.checksum())) {
      Path file = store.keep(address, partial);
      log.info("downloaded {}: {} bytes", address, partial.size());
      return Optional.of(file);
    }
    if (resumedAt > 0) {
      log.info("what came of {} in parts does not fit together: it is asked for anew", address);
      partial.restart(Optional.empty());
      return Optional.empty();
    }
    throw new UnusableAppException(
        "%s comes to %s, and checksum: says %s: correct one of them"
            .formatted(address, came, address.checksum()));
  }

  private static void delete(PartialFile partial) {
    try {
      partial.delete();
    } catch (IOException e) {
      log.warn("what can't be used of a download can't be removed: {}", e.toString());
    }
  }
}
