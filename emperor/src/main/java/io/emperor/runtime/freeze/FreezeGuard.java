package io.emperor.runtime.freeze;

import io.emperor.runtime.process.FencedProcess;
import io.emperor.runtime.process.Fencing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a process beside the emperor, the guard, freeze what runs under the emperor's lease once that
 * is over. The guard goes on when the emperor is paused, and kills what is left when it is gone; it
 * resumes nothing. There is none before something is to be frozen. Thread safe.
 */
public final class FreezeGuard implements Fencing, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FreezeGuard.class);

  /** What the guard says by itself; anything else is the answer to a question. */
  private static final String FROZEN = "frozen";

  private final Path home;
  private final Runnable frozen;
  private final Set<FencedProcess> fenced = new LinkedHashSet<>(); // guarded by this, as all below
  private final TreeMap<Long, CompletableFuture<Void>> asked = new TreeMap<>();
  private @Nullable GuardFiles files;
  private @Nullable GuardKeeper keeper;
  private long until;
  private long question;
  private boolean unwritten;
  private boolean closed;

  /**
   * There is no guard yet.
   *
   * @param home the emperor's own directory
   * @param frozen told when the guard has frozen everything, on a thread of its own: whoever finds
   *     the lease still held resumes after {@link #holds}. Does not block
   */
  public FreezeGuard(Path home, Runnable frozen) {
    this.home = home;
    this.frozen = frozen;
  }

  /**
   * Says until when the lease is held. It does not matter when this is said: a pause before it
   * makes nothing longer.
   *
   * @param sinceBoot nanoseconds since the machine was started, suspension included: the moment
   *     before the last renewal was sent, and the renew deadline
   */
  public synchronized void heldUntil(long sinceBoot) {
    until = sinceBoot;
    write();
  }

  /** Says that the lease is lost. */
  public void lost() {
    heldUntil(0);
  }

  private void write() {
    if (files == null) {
      return;
    }
    try {
      files.until(until, question);
      unwritten = false;
    } catch (IOException e) {
      if (!unwritten) {
        log.warn("the guard can't be told of the lease, and will freeze what runs under it", e);
      }
      unwritten = true;
    }
  }

  /**
   * Has a process frozen with all that it starts.
   *
   * @return done once a guard has an eye on it and knows that the lease is held: the process must
   *     do nothing before; fails with an {@link IOException} if there can be no guard
   */
  @Override
  public synchronized CompletableFuture<Void> add(FencedProcess process) {
    fenced.add(process);
    try {
      begun().fenced(fenced);
      return holds();
    } catch (IOException e) {
      fenced.remove(process);
      return CompletableFuture.failedFuture(e);
    }
  }

  private GuardFiles begun() throws IOException {
    if (closed) {
      throw ends();
    }
    if (files == null) {
      GuardProcess.requireLinux();
      files = GuardFiles.in(home);
      write();
    }
    if (keeper == null) {
      keeper = new GuardKeeper(files.directory(), this::heard);
      keeper.start();
    }
    return files;
  }

  private static IOException ends() {
    return new IOException("the emperor ends");
  }

  /** Has a process frozen no more, which has ended. */
  @Override
  public synchronized void remove(FencedProcess process) {
    if (!fenced.remove(process) || files == null) {
      return;
    }
    try {
      files.fenced(fenced);
    } catch (IOException e) {
      log.debug("process {} stays among those to be frozen: it is known by its start", process, e);
    }
  }

  /**
   * Asks the guard whether the lease is held by what it was told.
   *
   * @return done once it has seen so: it is freezing nothing any more, and what is resumed from now
   *     on it does not stop before the lease is over again. Nothing is said while it is not held
   */
  @Override
  public synchronized CompletableFuture<Void> holds() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    asked.put(++question, answer);
    write();
    return answer;
  }

  private void heard(String line) {
    if (line.equals(FROZEN)) {
      frozen.run();
    } else {
      answeredUpTo(Long.parseLong(line)).forEach(answer -> answer.complete(null));
    }
  }

  private synchronized List<CompletableFuture<Void>> answeredUpTo(long number) {
    Map<Long, CompletableFuture<Void>> answered = asked.headMap(number, true);
    List<CompletableFuture<Void>> all = new ArrayList<>(answered.values());
    answered.clear();
    return all;
  }

  /** The guard's process; 0 if there is none. */
  synchronized long pid() {
    return keeper == null ? 0 : keeper.pid();
  }

  /**
   * Ends the guard, but not one that has something to freeze: it kills that when the emperor is
   * gone.
   */
  @Override
  public void close() {
    end();
    answeredUpTo(Long.MAX_VALUE).forEach(answer -> answer.completeExceptionally(ends()));
  }

  private synchronized void end() {
    closed = true;
    boolean idle = fenced.isEmpty();
    if (keeper != null) {
      keeper.close(idle);
    }
    if (files != null && idle) {
      files.close();
      files = null;
    }
  }
}
