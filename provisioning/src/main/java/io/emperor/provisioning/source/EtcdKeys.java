package io.emperor.provisioning.source;

import io.emperor.base.SafeText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the keys below a prefix in etcd. It reads all of them, waits for a change, and reads them
 * again; and now and then without any change, since a connection may be dead and not know it. Safe
 * for use by many threads.
 */
public final class EtcdKeys implements AutoCloseable {

  /** Between two reads, however fast keys change. */
  private static final long REST_MILLIS = 50;

  private static final long RETRY_MILLIS = 400;

  private final EtcdAddress address;
  private final EtcdClient client;
  private final Duration longestWatch;
  private final SourceThread thread;
  private @Nullable List<Cluster.Key> told; // of the thread alone
  private @Nullable EtcdFailure trouble; // of the thread alone

  /**
   * Asks nothing yet.
   *
   * @param url {@code http://HOST:2379/PREFIX/}, with {@code USER:PASSWORD@} before the host where
   *     etcd asks who it is. Keys that begin with a slash have two: {@code
   *     http://HOST:2379//PREFIX/}
   * @throws InvalidInputException if it is no such URL; without it, since it may hold a password
   */
  public EtcdKeys(String url) {
    this(url, Duration.ofSeconds(10));
  }

  EtcdKeys(String url, Duration longestWatch) {
    this.longestWatch = longestWatch;
    this.address = EtcdAddress.of(url);
    this.client = new EtcdClient(address);
    this.thread = new SourceThread("etcd-source", name(), RETRY_MILLIS);
  }

  /** As messages and operators know it, without user and password: {@code etcd URL}. One line. */
  public String name() {
    return "etcd " + address;
  }

  /** What the keys begin with: ends in a slash, or is empty. */
  public String prefix() {
    return address.prefix();
  }

  /**
   * Begins to watch. Called once; does not wait for an answer.
   *
   * @param answers told of all keys, as a majority of the cluster knows them, now and after each
   *     change
   */
  public void open(Cluster.Answers<List<Cluster.Key>> answers) {
    thread.begin(() -> look(answers));
  }

  private long look(Cluster.Answers<List<Cluster.Key>> answers) throws InterruptedException {
    try {
      EtcdClient.Range range = client.range();
      if (trouble != null || !range.keys().equals(told)) {
        told = range.keys();
        trouble = null;
        thread.tell(() -> answers.now(range.keys()));
      }
      boolean happened = client.awaitChange(range.revision(), longestWatch);
      return happened ? REST_MILLIS : RETRY_MILLIS;
    } catch (EtcdFailure e) {
      failed(e, answers);
      return RETRY_MILLIS;
    }
  }

  /** That it is away is told once: while it starts, there are many reasons. */
  private void failed(EtcdFailure failure, Cluster.Answers<List<Cluster.Key>> answers) {
    EtcdFailure before = trouble;
    trouble = failure;
    boolean same =
        before != null
            && (before.why().equals(failure.why()) || (before.isAway() && failure.isAway()));
    if (!same) {
      thread.tell(() -> answers.fails(SafeText.line(failure.why())));
    }
  }

  /** Ends the watch: nothing is told afterwards. Can be called twice. */
  @Override
  public void close() {
    thread.close();
  }
}
