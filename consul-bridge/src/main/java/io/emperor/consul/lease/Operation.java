package io.emperor.consul.lease;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a transaction, see Consul's <a
 * href="https://developer.hashicorp.com/consul/api-docs/txn">verbs</a>.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("ArrayRecordComponent") // goes from here to the request, and nowhere else
public record Operation(
    @JsonProperty("Verb") String verb,
    @JsonProperty("Key") String key,
    @JsonProperty("Value") byte @Nullable [] value,
    @JsonProperty("Index") @Nullable Long index) {

  /** The most that a transaction takes in every version of Consul. */
  static final int MOST = 64;

  /** Fails unless the key exists. */
  static Operation get(String key) {
    return new Operation("get", key, null, null);
  }

  public static Operation set(String key, byte[] value) {
    return new Operation("set", key, value, null);
  }

  /** Writes a key that has an index, or for 0 one that does not exist. */
  public static Operation cas(String key, byte[] value, long index) {
    return new Operation("cas", key, value, index);
  }

  public static Operation delete(String key) {
    return new Operation("delete", key, null, null);
  }

  public static Operation delete(String key, long index) {
    return new Operation("delete-cas", key, null, index);
  }

  /** Fails unless the key has that index, or for 0 does not exist. */
  public static Operation check(String key, long index) {
    return index == 0
        ? new Operation("check-not-exists", key, null, null)
        : new Operation("check-index", key, null, index);
  }

  /** How much of a transaction it takes, in bytes before they are encoded. */
  public int size() {
    return key.length() + (value == null ? 0 : value.length);
  }

  /** Whether it removes a key of a known index. */
  public boolean removes() {
    return verb.equals("delete-cas");
  }

  public Map<String, Operation> json() {
    return Map.of("KV", this);
  }
}
