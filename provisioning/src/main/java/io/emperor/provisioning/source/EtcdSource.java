package io.emperor.provisioning.source;

import io.emperor.base.SafeText;
import java.time.Duration;
import java.util.List;

/** The keys below a prefix in etcd, as {@link EtcdKeys} watches them; slashes nest. */
public final class EtcdSource implements Source {

  private final EtcdKeys keys;
  private final boolean reading;

  /**
   * Asks nothing yet.
   *
   * @param url as {@link EtcdKeys#EtcdKeys(String)} takes it
   * @param reading whether keys that are named like files are read as such: {@code db.yaml}
   * @throws InvalidInputException if it is no such URL; without it, since it may hold a password
   */
  public EtcdSource(String url, boolean reading) {
    this(url, reading, Duration.ofSeconds(10));
  }

  EtcdSource(String url, boolean reading, Duration longestWatch) {
    this.reading = reading;
    this.keys = new EtcdKeys(url, longestWatch);
  }

  @Override
  public String name() {
    return keys.name();
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public void open(SourceListener listener) {
    keys.open(
        new Cluster.Answers<>() {
          @Override
          public void now(List<Cluster.Key> found) {
            tell(listener, found);
          }

          @Override
          public void fails(String why) {
            listener.fails(why);
          }
        });
  }

  private void tell(SourceListener listener, List<Cluster.Key> found) {
    try {
      listener.has(KeyTree.of(keys.prefix(), found, reading));
    } catch (InvalidInputException e) {
      listener.fails(SafeText.line("can't be used: " + e.getMessage()));
    }
  }

  @Override
  public void close() {
    keys.close();
  }
}
