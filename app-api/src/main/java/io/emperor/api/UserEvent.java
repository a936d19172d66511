package io.emperor.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody has published: Consul's <a
 * href="https://developer.hashicorp.com/consul/api-docs/event">user event</a>, or serf's.
 * Immutable: the payload is copied on the way in and on the way out.
 *
 * @param id the event's ID, a UUID: the same wherever it is heard; empty for one of serf's
 * @param name the event's name
 * @param payload the event's bytes; empty for an event without any
 * @param ltime the Lamport time at which it was published: it grows, and events that were published
 *     at once may share one
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record UserEvent(String id, String name, byte[] payload, long ltime) {

  /** Copies the payload. */
  public UserEvent {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    payload = payload.clone();
  }

  /**
   * The event's bytes.
   *
   * @return a copy
   */
  @Override
  public byte[] payload() {
    return payload.clone();
  }

  /**
   * The payload as UTF-8 text.
   *
   * @return the text; bytes that are not UTF-8 show as U+FFFD
   */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserEvent that
        && id.equals(that.id)
        && name.equals(that.name)
        && Arrays.equals(payload, that.payload)
        && ltime == that.ltime;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, ltime);
  }

  /** Leaves the payload's content out, which may be a secret. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "UserEvent[id=%s, name=%s, payload=%d bytes, ltime=%d]",
        id,
        name,
        payload.length,
        ltime);
  }
}
