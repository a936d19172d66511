package io.emperor.runtime;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.consul.app.EventCarrier;
import io.emperor.serf.SerfAddress;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfException;
import io.emperor.serf.SerfFollower;
import io.emperor.serf.SerfListener;
import io.emperor.serf.UserEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries apps' events by a serf agent. It is listened to from when the first app does so. Safe for
 * use by many threads.
 */
public final class SerfCarrier implements EventCarrier, AutoCloseable {

  private static final String ADDRESS = "address";
  private static final String KEY = "key";

  private final SerfAddress agent;
  private final @Nullable String key;
  private final List<Listening> listeners = new CopyOnWriteArrayList<>();
  private @Nullable SerfFollower follower; // guarded by this

  private record Listening(String name, Consumer<io.emperor.api.UserEvent> listener) {}

  /**
   * Connects to nothing yet.
   *
   * @param key the agent's {@code rpc_auth}; {@code null} for none
   */
  public SerfCarrier(SerfAddress agent, @Nullable String key) {
    this.agent = agent;
    this.key = key;
  }

  /** As somebody has said it in {@link #words}; empty for no words. */
  public static Optional<SerfCarrier> of(Map<String, String> words) {
    String address = words.get(ADDRESS);
    return address == null
        ? Optional.empty()
        : Optional.of(new SerfCarrier(SerfAddress.parse(address), words.get(KEY)));
  }

  /** What another process needs to do the same; the key is among it. */
  public Map<String, String> words() {
    Map<String, String> words = new HashMap<>(Map.of(ADDRESS, agent.toString()));
    if (key != null) {
      words.put(KEY, key);
    }
    return words;
  }

  /** The same words for somebody who is not to know the key. */
  public static Map<String, String> withoutKey(Map<String, String> words) {
    Map<String, String> left = new HashMap<>(words);
    left.remove(KEY);
    return left;
  }

  @Override
  public void publish(String name, byte[] payload) {
    try (SerfClient client = SerfClient.connect(agent, key)) {
      client.event(name, payload);
    } catch (SerfException e) {
      boolean refused = e.kind() == SerfException.Kind.REFUSED;
      boolean unsent = refused || e.kind() == SerfException.Kind.UNREACHABLE;
      throw new ConsulException(
          refused ? Kind.INVALID : Kind.UNAVAILABLE,
          unsent ? Applied.NO : Applied.UNKNOWN,
          "publish('" + name + "') failed: " + e.getMessage(),
          e);
    }
  }

  @Override
  public Runnable hear(String name, Consumer<io.emperor.api.UserEvent> listener) {
    Listening listening = new Listening(name, listener);
    listeners.add(listening);
    follow();
    return () -> listeners.remove(listening);
  }

  private synchronized void follow() {
    if (follower == null) {
      follower =
          SerfFollower.start(
              agent,
              key,
              List.of("user"),
              new SerfListener() {
                @Override
                public void event(UserEvent event) {
                  heard(event);
                }
              });
    }
  }

  private void heard(UserEvent event) {
    var told = new io.emperor.api.UserEvent("", event.name(), event.payload(), event.lamportTime());
    for (Listening each : listeners) {
      if (each.name().equals(event.name())) {
        each.listener().accept(told);
      }
    }
  }

  /** Hears nothing more. */
  @Override
  public synchronized void close() {
    listeners.clear();
    if (follower != null) {
      follower.close();
    }
  }
}
