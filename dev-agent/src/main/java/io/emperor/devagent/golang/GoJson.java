package io.emperor.devagent.golang;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.BodyLimit;
import io.emperor.devagent.base.HttpError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of requests, and complains about it in Go's words. Like Go it reads text: bytes
 * that are none are replaced, and a mark of their order is no space.
 */
public final class GoJson {

  private static final int LARGE = 64 << 10;
  private static final int LONGEST_NUMBER = 1_000;
  private static final ObjectReader READER =
      new JsonMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(GoSyntax.DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(BodyLimit.GENERAL.bytes())
                          .build())
                  .build())
          .reader();

  private GoJson() {}

  /** Large ones are read one after the other: their trees are many times as large. */
  public static @Nullable Object decode(GoType type, Body body, String what) {
    if (body.sent().length < LARGE) {
      return read(type, body, what);
    }
    synchronized (READER) {
      return read(type, body, what);
    }
  }

  private static @Nullable Object read(GoType type, Body body, String what) {
    GoPlace place = new GoPlace();
    JsonNode json = parse(body, what);
    Object value = json.isNull() ? null : type.read(json, place);
    String complaint = place.complaint();
    if (complaint != null) {
      throw HttpError.badRequest(what + complaint);
    }
    return value;
  }

  /** The first value of a text; Go does not look at what follows it. */
  private static JsonNode parse(Body body, String what) {
    String text = new String(body.sent(), StandardCharsets.UTF_8);
    try (JsonParser parser = READER.createParser(text)) {
      JsonNode json = READER.with(new Fractions(parser)).readTree(parser);
      if (json == null) {
        throw HttpError.badRequest(what + end(body, "EOF"));
      }
      return json;
    } catch (IOException e) {
      throw HttpError.badRequest(what + end(body, complaint(body)));
    }
  }

  private static String complaint(Body body) {
    String complaint = new GoSyntax(body.sent()).complaint();
    return complaint == null
        ? "the dev agent takes no number of more than " + LONGEST_NUMBER + " digits"
        : complaint;
  }

  /** Whose end is missing because the body broke off has that to complain about. */
  private static String end(Body body, String complaint) {
    return body.flaw() != null && complaint.endsWith("EOF") ? body.flaw() : complaint;
  }

  /** Makes fractions that know how they were written, since Go's complaints repeat that. */
  private static final class Fractions extends JsonNodeFactory {

    private static final long serialVersionUID = 1;

    private final transient JsonParser parser;

    Fractions(JsonParser parser) {
      this.parser = parser;
    }

    @Override
    public NumericNode numberNode(double value) {
      try {
        return new Fraction(value, parser.getText());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Fraction extends DoubleNode {

    private static final long serialVersionUID = 1;

    private final String written;

    Fraction(double value, String written) {
      super(value);
      this.written = written;
    }

    @Override
    public String asText() {
      return written;
    }
  }
}
