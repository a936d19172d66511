package io.emperor.provisioning.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** Texts that are JSON as its grammar has it, and nothing else. Safe for use by many threads. */
public final class StrictJson {

  private static final int DEEPEST = 100;

  /** Beyond that, a short text is a number that takes all memory to count with. */
  private static final int LARGEST_SCALE = 400;

  private static final int LONGEST_NUMBER = 400;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * The value of a text. White space may stand around an array or an object alone.
   *
   * @return empty if it is no JSON, has a name twice or something behind its end, is nested more
   *     than 100 deep, or has a number that takes all memory to count with
   */
  public static Optional<JsonNode> parsed(String text) {
    try {
      JsonNode value = JSON.readTree(text);
      boolean isWhole = value.isContainerNode() || text.equals(text.strip());
      return isWhole && isCountable(value) ? Optional.of(value) : Optional.empty();
    } catch (JsonProcessingException | NumberFormatException e) {
      return Optional.empty(); // some exponents are too large even to be told
    }
  }

  private static boolean isCountable(JsonNode value) {
    if (value.isBigDecimal()) {
      return Math.abs((long) value.decimalValue().scale()) <= LARGEST_SCALE;
    }
    for (JsonNode each : value) {
      if (!isCountable(each)) {
        return false;
      }
    }
    return !value.isMissingNode();
  }
}
