package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keys below a prefix in etcd; slashes nest. It reads all of them, waits for a change, and
 * reads them again; and now and then without any change, since a connection may be dead and not
 * know it.
 */
public final class EtcdSource implements Source {

  /** Between two reads, however fast keys change. */
  private static final long REST_MILLIS = 50;

  private static final long RETRY_MILLIS = 400;

  private final EtcdAddress address;
  private final EtcdClient client;
  private final boolean reading;
  private final Duration longestWatch;
  private final SourceThread thread;
  private @Nullable EtcdFailure trouble; // of the thread alone

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
    this.thread = new SourceThread("etcd-source", name(), RETRY_MILLIS);
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
  public void open(SourceListener listener) {
    thread.begin(() -> look(listener));
  }

  private long look(SourceListener listener) throws InterruptedException {
    try {
      EtcdClient.Range range = client.range();
      ObjectNode values = KeyTree.of(address.prefix(), range.keys(), reading);
      trouble = null;
      thread.tell(() -> listener.has(values));
      boolean happened = client.awaitChange(range.revision(), longestWatch);
      return happened ? REST_MILLIS : RETRY_MILLIS;
    } catch (EtcdFailure e) {
      failed(e, listener);
    } catch (InvalidInputException e) {
      failed(EtcdFailure.content("can't be used: " + e.getMessage()), listener);
    }
    return RETRY_MILLIS;
  }

  /** That it is away is told once: while it starts, there are many reasons. */
  private void failed(EtcdFailure failure, SourceListener listener) {
    EtcdFailure before = trouble;
    trouble = failure;
    boolean same =
        before != null
            && (before.why().equals(failure.why()) || (before.isAway() && failure.isAway()));
    if (!same) {
      thread.tell(() -> listener.fails(SafeText.line(failure.why())));
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
