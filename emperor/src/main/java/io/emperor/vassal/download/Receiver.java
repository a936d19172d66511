package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import io.emperor.config.DurationFormat;
import io.emperor.config.SizeFormat;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a server sends, for as long as it sends, and not more than an app may have. */
final class Receiver implements Flow.Subscriber<List<ByteBuffer>> {

  private static final Logger log = LoggerFactory.getLogger(Receiver.class);

  private final AppAddress address;
  private final PartialFile partial;
  private final DownloadLimits limits;
  private final CompletableFuture<Void> whole = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private long seen; // used by the timer alone

  private Receiver(AppAddress address, PartialFile partial, DownloadLimits limits) {
    this.address = address;
    this.partial = partial;
    this.limits = limits;
    seen = partial.size();
  }

  /**
   * Begins to take it.
   *
   * @param timer looks whether anything comes
   * @return completed when all has come, or with why it has not; to be cancelled when nobody wants
   *     it any more
   */
  static CompletableFuture<Void> receive(
      Flow.Publisher<List<ByteBuffer>> body,
      AppAddress address,
      PartialFile partial,
      DownloadLimits limits,
      ScheduledExecutorService timer) {
    Receiver receiver = new Receiver(address, partial, limits);
    long interval = limits.interval().toNanos();
    Future<?> looking =
        timer.scheduleWithFixedDelay(receiver::look, interval, interval, TimeUnit.NANOSECONDS);
    var unused =
        receiver.whole.whenComplete(
            (done, failure) -> {
              looking.cancel(false);
              receiver.end();
            });
    body.subscribe(receiver);
    return receiver.whole;
  }

  static UnusableAppException tooLarge(AppAddress address, DownloadLimits limits) {
    return new UnusableAppException(
        "%s is larger than the %s that an app may have: correct app:, or make it smaller"
            .formatted(address, SizeFormat.format(limits.bytes())));
  }

  private void look() {
    long now = partial.size();
    if (now - seen < limits.least()) {
      fail(
          new DownloadException(
              address,
              "next to nothing has come for " + DurationFormat.format(limits.interval()),
              "look at its server; what has come is kept"));
    }
    seen = now;
  }

  private void fail(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  /** Nothing more is wanted; a connection that is not read to its end is closed. */
  private void end() {
    Flow.Subscription begun = subscription;
    if (begun != null) {
      begun.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    if (whole.isDone()) {
      begun.cancel();
    } else {
      begun.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (whole.isDone()) {
      return;
    }
    try {
      for (ByteBuffer bytes : buffers) {
        if (partial.size() + bytes.remaining() > limits.bytes()) {
          fail(tooLarge(address, limits));
          return;
        }
        partial.write(bytes);
      }
    } catch (IOException | RuntimeException e) {
      makeRoom();
      fail(new DownloadException(address, "it can't be written: " + e, "look at the disk", e));
      return;
    }
    Flow.Subscription begun = subscription;
    if (begun != null) {
      begun.request(1);
    }
  }

  /** What has come may be what fills the disk. */
  private void makeRoom() {
    try {
      partial.restart(Optional.empty());
    } catch (IOException e) {
      log.debug("what has come of {} is left on the disk", address, e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    fail(failure);
  }

  @Override
  public void onComplete() {
    whole.complete(null);
  }
}
