package io.emperor.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * How many instances of a vassal an operator wants, until the vassal's files say something else:
 * where they give a range, how many at least.
 *
 * @param instances so many
 * @param configured what its files said when that was asked for
 */
record Scale(@JsonProperty("instances") int instances, @JsonProperty("configured") int configured) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a number is JSON", e);
    }
  }

  /** What somebody else has written there means nothing. */
  static Optional<Scale> read(byte[] bytes) {
    try {
      return Optional.ofNullable(JSON.readValue(bytes, Scale.class))
          .filter(scale -> scale.instances() >= 0 && scale.instances() <= Offer.MOST);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
