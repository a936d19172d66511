package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a plain scalar that looks like a number is by YAML 1.2's core schema: the parser knows 1.1,
 * where {@code 12:30} and {@code 1_000} are numbers, too, and {@code 010} is eight. What JSON has
 * no number for, and {@code 0o10}, stay texts.
 */
final class YamlScalar {

  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** Beyond what any program counts to, reading and writing numbers costs more than it is worth. */
  private static final int LONGEST = 400;

  private static final int LARGEST_SCALE = 400;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private YamlScalar() {}

  /** The number, or a text that only 1.1 takes for one; nothing for a number that is too large. */
  static Optional<JsonNode> numeric(String text) {
    boolean isWhole = INTEGER.matcher(text).matches();
    boolean isHex = HEXADECIMAL.matcher(text).matches();
    if (!isWhole && !isHex && !DECIMAL.matcher(text).matches()) {
      return Optional.of(NODES.textNode(text));
    }
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (isWhole || isHex) {
      return Optional.of(
          integer(isHex ? new BigInteger(text.substring(2), 16) : new BigInteger(text)));
    }
    return decimal(text);
  }

  /** As Jackson's own reader has it: an {@code int} where it fits. */
  private static JsonNode integer(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return NODES.numberNode(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number);
  }

  private static Optional<JsonNode> decimal(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > LARGEST_SCALE
          ? Optional.empty()
          : Optional.of(NODES.numberNode(number));
    } catch (NumberFormatException e) {
      return Optional.empty(); // the exponent
    }
  }
}
