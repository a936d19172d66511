package io.emperor.provisioning.template;

import io.emperor.base.SafeText;
import io.emperor.provisioning.source.Cluster;

/**
 * What a template asks of Consul. Equal questions have the same answer, which is a list of what
 * there is. Immutable.
 *
 * @param <T> what the answer is made of
 */
public sealed interface Query<T> {

  /** The question as messages name it, in one line. */
  String name();

  /** The key of that path: one, or none. */
  record Key(String path) implements Query<Cluster.Key> {
    @Override
    public String name() {
      return "key " + SafeText.name(path);
    }
  }

  /**
   * All keys below a prefix.
   *
   * @param prefix ends in a slash, or is empty
   */
  record Keys(String prefix) implements Query<Cluster.Key> {
    @Override
    public String name() {
      return "keys below " + (prefix.isEmpty() ? "/" : SafeText.name(prefix));
    }
  }

  /** The passing instances of a service. */
  record Passing(String service) implements Query<Cluster.Instance> {
    @Override
    public String name() {
      return "service " + SafeText.name(service);
    }
  }

  /** The names of all services. */
  record Services() implements Query<Cluster.Service> {
    @Override
    public String name() {
      return "services";
    }
  }

  /** All nodes. */
  record Nodes() implements Query<Cluster.Node> {
    @Override
    public String name() {
      return "nodes";
    }
  }
}
