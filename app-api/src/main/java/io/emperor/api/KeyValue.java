package io.emperor.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of Consul's key/value store as it was when it was read. Immutable: the value is copied
 * on the way in and on the way out. The indexes are Consul's, see its <a
 * href="https://developer.hashicorp.com/consul/api-docs/kv">KV Store HTTP API</a>.
 *
 * @param key the full key
 * @param value the value's bytes; empty for a key without a value
 * @param flags an unsigned 64-bit number that clients may use as they like
 * @param session the session that holds the lock on this key, {@code null} if none does
 * @param createIndex the index at which the key was created
 * @param modifyIndex the index of the last change; what a check-and-set compares
 * @param lockIndex how often a lock on this key was acquired: a fencing number
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record KeyValue(
    String key,
    byte[] value,
    long flags,
    @Nullable String session,
    long createIndex,
    long modifyIndex,
    long lockIndex) {

  /** Copies the value. */
  public KeyValue {
    Objects.requireNonNull(key, "key");
    value = value.clone();
  }

  /**
   * The value's bytes.
   *
   * @return a copy
   */
  @Override
  public byte[] value() {
    return value.clone();
  }

  /**
   * The value as UTF-8 text.
   *
   * @return the text; bytes that are not UTF-8 show as U+FFFD
   */
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyValue that
        && key.equals(that.key)
        && Arrays.equals(value, that.value)
        && flags == that.flags
        && Objects.equals(session, that.session)
        && createIndex == that.createIndex
        && modifyIndex == that.modifyIndex
        && lockIndex == that.lockIndex;
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, Arrays.hashCode(value), modifyIndex);
  }

  /** Leaves the value's content out, which may be a secret. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "KeyValue[key=%s, value=%d bytes, flags=%d, session=%s, createIndex=%d, modifyIndex=%d, lockIndex=%d]",
        key,
        value.length,
        flags,
        session,
        createIndex,
        modifyIndex,
        lockIndex);
  }
}
