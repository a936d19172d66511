package io.emperor.devagent.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.JsonRows;
import io.emperor.devagent.golang.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A complete answer. Immutable.
 *
 * @param body its text in pieces, none of which is made before it is wanted
 */
public record Answer(int status, Map<String, String> headers, Iterable<byte[]> body)
    implements Reply {

  private static final byte[] NOTHING = {};
  private static final String TYPE = "Content-Type";
  private static final Map<String, String> JSON = Map.of(TYPE, "application/json");

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), List.of(NOTHING));
  }

  public static Answer json(JsonNode json) {
    return json(200, json);
  }

  /** JSON that is not made before it is wanted. */
  public static Answer json(Supplier<JsonNode> json) {
    return new Answer(200, JSON, () -> List.of(JsonText.write(json.get())).iterator());
  }

  public static Answer json(int status, JsonNode json) {
    return new Answer(status, JSON, () -> List.of(JsonText.write(json)).iterator());
  }

  /** An array that may be long. */
  public static <T> Answer rows(List<T> rows, Function<T, JsonNode> json) {
    return new Answer(200, JSON, () -> new JsonRows<>(rows, json));
  }

  public static Answer text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer bytes(int status, String type, byte[] bytes) {
    return new Answer(status, Map.of(TYPE, type), List.of(bytes));
  }

  public static Answer of(HttpError error) {
    return error.text().isEmpty() ? empty(error.status()) : text(error.status(), error.text());
  }

  public Answer with(String name, String value) {
    return with(Map.of(name, value));
  }

  public Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }
}
