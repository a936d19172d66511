package io.emperor.cli.publish;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Connects to serf agents by their RPC. What goes wrong is thrown in words for the operator. */
@FunctionalInterface
public interface SerfAgents {

  /**
   * Connects.
   *
   * @param address {@code HOST:PORT}
   * @param key what the agent calls {@code rpc_auth}; {@code null} for none
   * @throws IllegalArgumentException if it is no address
   */
  Agent connect(String address, @Nullable String key);

  /** An agent that is connected. */
  interface Agent extends AutoCloseable {

    /** Has it send an event that is not coalesced. */
    void event(String name, byte[] payload);

    /**
     * Has it send a query, and waits until the time for answers is over.
     *
     * @param tags regular expressions for the tags of those who are asked
     * @param answers takes a node's name and its answer, both text from outside
     */
    void query(
        String name, byte[] payload, Map<String, String> tags, BiConsumer<String, byte[]> answers)
        throws InterruptedException;

    @Override
    void close();
  }
}
