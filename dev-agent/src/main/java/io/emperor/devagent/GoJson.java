package io.emperor.devagent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of requests, and complains about it in Go's words. */
final class GoJson {

  private static final ObjectReader READER =
      new JsonMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(200).build())
                  .build())
          .reader();

  private GoJson() {}

  static @Nullable Object decode(GoType type, byte[] body, String what) {
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
  private static JsonNode parse(byte[] body, String what) {
    try (JsonParser parser = READER.createParser(body)) {
      JsonNode json = parser.readValueAsTree();
      if (json == null) {
        throw HttpError.badRequest(what + "EOF");
      }
      return json;
    } catch (IOException e) {
      throw HttpError.badRequest(what + new GoSyntax(body).complaint());
    }
  }
}
