package io.emperor.provisioning.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sources read of Consul. Safe for use by many threads. */
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
   * Watches the passing instances of a service.
   *
   * @param service the service's name
   * @param answers told of all of them, ordered by ID, now and after each change
   * @return ends the watch
   */
  AutoCloseable passing(String service, Answers<List<Instance>> answers);

  /**
   * A key.
   *
   * @param path the whole key, with the prefix
   * @param value its text; {@code null} if it is none in UTF-8
   */
  record Key(String path, @Nullable String value) {

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
   */
  record Instance(String id, String address, int port, List<String> tags) {
    public Instance {
      tags = List.copyOf(tags);
    }
  }

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
