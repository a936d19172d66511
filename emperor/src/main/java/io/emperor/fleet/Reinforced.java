package io.emperor.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emperor.api.KeyValue;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many instances of a vassal there are since it has asked for more, as JSON in one key. That
 * this changes with every request is what others go by; the time is for people alone.
 *
 * @param instances so many
 * @param asks grows with everything that is written
 * @param asker the instance that has asked last
 * @param emperor on which that ran
 * @param at when, in ISO 8601, by the clock of that emperor
 */
record Reinforced(
    @JsonProperty("instances") int instances,
    @JsonProperty("asks") long asks,
    @JsonProperty("asker") String asker,
    @JsonProperty("emperor") String emperor,
    @JsonProperty("at") String at) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Reinforced NEVER = new Reinforced(0, 0, "", "", "");

  Reinforced {
    asker = asker == null ? "" : asker;
    emperor = emperor == null ? "" : emperor;
    at = at == null ? "" : at;
  }

  static Reinforced orNever(@Nullable KeyValue key) {
    return read(key).orElse(NEVER);
  }

  Reinforced asked(int number, String by, String on, Instant when) {
    return new Reinforced(number, asks + 1, by, on, when.toString());
  }

  /** Nobody has asked: who was the last to do so stays. */
  Reinforced reduced(int number) {
    return new Reinforced(number, asks + 1, asker, emperor, at);
  }

  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and words are JSON", e);
    }
  }

  /** What somebody else has written there means nothing. */
  static Optional<Reinforced> read(@Nullable KeyValue key) {
    try {
      return key == null
          ? Optional.empty()
          : Optional.ofNullable(JSON.readValue(key.value(), Reinforced.class))
              .filter(read -> read.instances() >= 0 && read.instances() <= Offer.MOST);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
