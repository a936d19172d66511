package io.emperor.provisioning.source;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What sources and templates read of Consul. Safe for use by many threads. */
public interface Cluster {

  /**
   * Watches the keys below a prefix with one blocking query.
   *
   * @param prefix ends in a slash, or is empty
   * @param answers told of all of them, as a leader knows them, now and after each change
   * @return ends the watch
   */
  AutoCloseable keys(String prefix, Answers<List<Key>> answers);

  /**
   * Watches a key.
   *
   * @param path the whole key
   * @param answers told of it, or of no key if a leader knows none, now and after each change
   * @return ends the watch
   */
  AutoCloseable key(String path, Answers<List<Key>> answers);

  /**
   * Watches the passing instances of a service.
   *
   * @param service the service's name
   * @param answers told of all of them, ordered by ID, now and after each change
   * @return ends the watch
   */
  AutoCloseable passing(String service, Answers<List<Instance>> answers);

  /**
   * Watches the names of the services, whatever their health.
   *
   * @param answers told of all of them, ordered by name, now and after each change
   * @return ends the watch
   */
  AutoCloseable services(Answers<List<Service>> answers);

  /**
   * Watches the nodes.
   *
   * @param answers told of all of them, ordered by name, now and after each change
   * @return ends the watch
   */
  AutoCloseable nodes(Answers<List<Node>> answers);

  /**
   * Hears Consul's user events of a name that are published from now on, each once.
   *
   * @param name the events' name
   * @param payloads takes each event's bytes, one call at a time; must not block
   * @return ends it
   */
  AutoCloseable events(String name, Consumer<byte[]> payloads);

  /**
   * A key.
   *
   * @param path the whole key, with the prefix
   * @param value its text; {@code null} if it is none in UTF-8
   * @param modifyIndex of its last change: Consul's {@code ModifyIndex}, etcd's {@code
   *     mod_revision}; 0 if it is not known
   */
  record Key(String path, @Nullable String value, long modifyIndex) {

    public Key(String path, @Nullable String value) {
      this(path, value, 0);
    }

    /** Leaves out what may be a secret. */
    @Override
    public String toString() {
      return "Key[" + path + "]";
    }
  }

  /**
   * An instance of a service.
   *
   * @param id the service's ID
   * @param address never empty: the service's, or else its node's
   * @param port 0 for none
   * @param tags in their order
   * @param node the node's name; empty if it is not known
   * @param meta its metadata
   */
  record Instance(
      String id,
      String address,
      int port,
      List<String> tags,
      String node,
      Map<String, String> meta) {
    public Instance {
      tags = List.copyOf(tags);
      meta = Map.copyOf(meta);
    }

    public Instance(String id, String address, int port, List<String> tags, String node) {
      this(id, address, port, tags, node, Map.of());
    }

    public Instance(String id, String address, int port, List<String> tags) {
      this(id, address, port, tags, "");
    }
  }

  /**
   * A service.
   *
   * @param tags of all its instances, in alphabetical order
   */
  record Service(String name, List<String> tags) {
    public Service {
      tags = List.copyOf(tags);
    }
  }

  /** A node. */
  record Node(String name, String address) {}

  /**
   * Hears of a watch, one call at a time; must not block.
   *
   * @param <T> what is watched
   */
  interface Answers<T> {

    /** It is so now. */
    void now(T answer);

    /**
     * Nobody can say how it is; what was told before may still be so.
     *
     * @param why one line without any value
     */
    void fails(String why);
  }
}
