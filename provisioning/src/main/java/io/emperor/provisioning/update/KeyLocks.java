package io.emperor.provisioning.update;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time for each key of a directory, whichever process it is in. Processes lock one
 * byte of the file {@code .emperor.lock} in it, at a place that the key says, so that there is one
 * such file however many keys there are. Within a process, all writers of a directory take turns:
 * the system ends all of a process's locks on a file when any of its channels to it is closed. Safe
 * for use by many threads.
 */
final class KeyLocks {

  static final String FILE = ".emperor.lock";

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long LONGEST_REST_MILLIS = 8;
  private static final ConcurrentMap<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  /** What is done by one at a time. */
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private KeyLocks() {}

  /**
   * Does something alone.
   *
   * @param directory where the keys are, links followed
   * @throws IOException if it can't be locked, or is held by another for 20 s
   */
  static <T> T alone(Path directory, String key, Work<T> work)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    ReentrantLock turn = TURNS.computeIfAbsent(directory, unused -> new ReentrantLock(true));
    if (!turn.tryLock(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
      throw held();
    }
    try (FileChannel channel = open(directory)) {
      FileLock unused = lock(channel, Integer.toUnsignedLong(key.hashCode()), deadline);
      return work.run();
    } catch (ClosedByInterruptException e) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException();
    } finally {
      turn.unlock();
    }
  }

  private static FileChannel open(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(FILE),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Asks again and again, as a question that waits can't be given up. */
  private static FileLock lock(FileChannel channel, long place, long deadline)
      throws IOException, InterruptedException {
    while (true) {
      FileLock lock = channel.tryLock(place, 1, false);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline > 0) {
        throw held();
      }
      TimeUnit.MILLISECONDS.sleep(1 + ThreadLocalRandom.current().nextLong(LONGEST_REST_MILLIS));
    }
  }

  private static IOException held() {
    return new IOException(
        "another writer holds " + FILE + " for " + LIMIT.toSeconds() + " s; end what hangs there");
  }
}
