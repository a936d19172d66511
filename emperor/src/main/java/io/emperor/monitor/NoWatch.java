package io.emperor.monitor;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where there is no watch to be had: the scan alone finds what is new. */
final class NoWatch implements DirectoryWatch {

  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public void ensure(Path directory) {}

  @Override
  public void retain(Set<Path> directories) {}

  @Override
  public Events await(long nanos) throws InterruptedException {
    boolean unused = closed.await(nanos, TimeUnit.NANOSECONDS);
    return Events.NONE;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
