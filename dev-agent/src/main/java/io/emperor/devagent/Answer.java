package io.emperor.devagent;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A complete answer. Immutable; JSON is written only when its bytes are asked for. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Answer(int status, Map<String, String> headers, @Nullable JsonNode json, byte[] raw)
    implements Reply {

  private static final byte[] NOTHING = {};
  private static final String TYPE = "Content-Type";

  static Answer empty(int status) {
    return new Answer(status, Map.of(), null, NOTHING);
  }

  static Answer json(JsonNode json) {
    return json(200, json);
  }

  static Answer json(int status, JsonNode json) {
    return new Answer(status, Map.of(TYPE, "application/json"), json, NOTHING);
  }

  static Answer text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer bytes(int status, String type, byte[] bytes) {
    return new Answer(status, Map.of(TYPE, type), null, bytes);
  }

  static Answer of(HttpError error) {
    return text(error.status(), error.text());
  }

  Answer with(String name, String value) {
    return with(Map.of(name, value));
  }

  Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, json, raw);
  }

  byte[] body() {
    return json == null ? raw : JsonText.write(json);
  }
}
