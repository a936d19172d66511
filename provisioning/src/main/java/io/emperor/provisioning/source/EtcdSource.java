package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys below a prefix in etcd; slashes nest. It reads all of them, waits for a change, and
 * reads them again; and now and then without any change, since a connection may be dead and not
 * know it.
 */
public final class EtcdSource implements Source {

  private static final Logger log = LoggerFactory.getLogger(EtcdSource.class);

  /** Between two reads, however fast keys change. */
  private static final long REST_MILLIS = 50;

  private static final long RETRY_MILLIS = 400;

  private final EtcdAddress address;
  private final EtcdClient client;
  private final boolean reading;
  private final Duration longestWatch;
  private @Nullable EtcdFailure trouble; // of the thread alone
  private @Nullable Thread thread; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Asks nothing yet.
   *
   * @param url {@code http://HOST:2379/PREFIX/}, with {@code USER:PASSWORD@} before the host where
   *     etcd asks who it is. Keys that begin with a slash have two: {@code
   *     http://HOST:2379//PREFIX/}
   * @param reading whether keys that are named like files are read as such: {@code db.yaml}
   * @throws InvalidInputException if it is no such URL; without it, since it may hold a password
   */
  public EtcdSource(String url, boolean reading) {
    this(url, reading, Duration.ofSeconds(10));
  }

  EtcdSource(String url, boolean reading, Duration longestWatch) {
    this.reading = reading;
    this.longestWatch = longestWatch;
    this.address = EtcdAddress.of(url);
    this.client = new EtcdClient(address);
  }

  @Override
  public String name() {
    return "etcd " + address;
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public synchronized void open(SourceListener listener) {
    thread = new DaemonThreads("etcd-source").newThread(() -> watch(listener));
    thread.start();
  }

  private void watch(SourceListener listener) {
    try {
      while (!isClosed()) {
        turn(listener);
      }
    } catch (InterruptedException e) {
      log.debug("{} is read no more", address);
    }
  }

  private void turn(SourceListener listener) throws InterruptedException {
    try {
      EtcdClient.Range range = client.range();
      ObjectNode values = KeyTree.of(address.prefix(), range.keys(), reading);
      trouble = null;
      tell(() -> listener.has(values));
      boolean happened = client.awaitChange(range.revision(), longestWatch);
      TimeUnit.MILLISECONDS.sleep(happened ? REST_MILLIS : RETRY_MILLIS);
    } catch (EtcdFailure e) {
      failed(e, listener);
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InvalidInputException e) {
      failed(EtcdFailure.content("can't be used: " + e.getMessage()), listener);
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (RuntimeException e) {
      log.error("{} could not be read; it goes on", address, e);
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  /** That it is away is told once: while it starts, there are many reasons. */
  private void failed(EtcdFailure failure, SourceListener listener) {
    EtcdFailure before = trouble;
    trouble = failure;
    boolean same =
        before != null
            && (before.why().equals(failure.why()) || (before.isAway() && failure.isAway()));
    if (!same) {
      tell(() -> listener.fails(SafeText.line(failure.why())));
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void tell(Runnable news) {
    if (!closed) {
      news.run();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
