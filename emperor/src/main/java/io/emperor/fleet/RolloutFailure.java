package io.emperor.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emperor.api.ConsulApi;
import io.emperor.api.ConsulException;
import io.emperor.api.Lease;
import io.emperor.base.SafeText;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Whether an emperor has failed with a change: a record in the fleet. Immutable. */
final class RolloutFailure {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final ConsulApi consul;
  private final String key;
  private final String revision;
  private final String emperor;

  /** What is kept. */
  record Kept(String revision, String emperor, String reason, String time) {
    Kept {
      Objects.requireNonNull(revision);
      Objects.requireNonNull(emperor);
      Objects.requireNonNull(reason);
    }
  }

  RolloutFailure(ConsulApi consul, String key, String revision, String emperor) {
    this.consul = consul;
    this.key = key;
    this.revision = revision;
    this.emperor = emperor;
  }

  String revision() {
    return revision;
  }

  /**
   * Who has failed with this change, and why.
   *
   * @return in words; empty if nobody has
   * @throws ConsulException if it can't be read
   */
  Optional<String> known() {
    return consul
        .get(key)
        .flatMap(entry -> read(entry.value()))
        .filter(kept -> kept.revision().equals(revision))
        .map(kept -> SafeText.line(kept.emperor()) + ": " + SafeText.line(kept.reason()));
  }

  private static Optional<Kept> read(byte[] record) {
    try {
      return Optional.of(JSON.readValue(record, Kept.class));
    } catch (IOException e) {
      return Optional.empty(); // somebody else's
    }
  }

  /**
   * This emperor has failed with it.
   *
   * @param lease its turn
   * @throws ConsulException if it can't be written, or is not this emperor's turn any more
   */
  void keep(Lease lease, String reason) {
    Kept kept = new Kept(revision, emperor, reason, Instant.now().toString());
    try {
      boolean unused = consul.set(lease, key, JSON.writeValueAsBytes(kept), null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
