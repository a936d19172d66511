package io.emperor.provisioning.source;

import io.emperor.base.SafeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys below a prefix in Consul's key-value store; slashes nest. */
public final class ConsulSource implements Source {

  private final Cluster cluster;
  private final String prefix;
  private final boolean reading;
  private @Nullable AutoCloseable watch; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Asks nothing yet.
   *
   * @param prefix with or without a slash at its ends; empty for all keys
   * @param reading whether keys that are named like files are read as such: {@code db.yaml}
   */
  public ConsulSource(Cluster cluster, String prefix, boolean reading) {
    this.cluster = cluster;
    this.reading = reading;
    String inner = prefix.replaceAll("^/+|/+$", "");
    this.prefix = inner.isEmpty() ? "" : inner + "/";
  }

  @Override
  public String name() {
    return "consul " + (prefix.isEmpty() ? "/" : SafeText.name(prefix));
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public synchronized void open(SourceListener listener) {
    watch =
        cluster.keys(
            prefix,
            new Cluster.Answers<>() {
              @Override
              public void now(List<Cluster.Key> keys) {
                tell(listener, keys);
              }

              @Override
              public void fails(String why) {
                failed(listener, why);
              }
            });
  }

  private synchronized void tell(SourceListener listener, List<Cluster.Key> keys) {
    if (!closed) {
      try {
        listener.has(KeyTree.of(prefix, keys, reading));
      } catch (InvalidInputException e) {
        listener.fails("can't be used: " + e.getMessage());
      }
    }
  }

  private synchronized void failed(SourceListener listener, String why) {
    if (!closed) {
      listener.fails(why);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Watches.close(watch);
  }
}
