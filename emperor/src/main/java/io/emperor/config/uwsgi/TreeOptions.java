package io.emperor.config.uwsgi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the options below the key {@code uwsgi} of a YAML or JSON file, token by token, so that
 * neither depth nor aliases cost anything. Of one that breaks off, what stands before counts.
 */
final class TreeOptions {

  private final List<GivenOption> options = new ArrayList<>();
  private boolean isFound;

  private TreeOptions() {}

  /** The options; empty if there is no such key, or no map or list at it. */
  static Optional<List<GivenOption>> of(String text, JsonFactory format) {
    TreeOptions reading = new TreeOptions();
    try (JsonParser parser = format.createParser(text)) {
      reading.document(parser);
    } catch (IOException e) {
      // uWSGI's own parser takes what this one does not, and what was read says enough.
    }
    return reading.isFound ? Optional.of(reading.options) : Optional.empty();
  }

  private void document(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isNamed = parser.currentName().equals(UwsgiFile.NAME);
      JsonToken token = parser.nextToken();
      if (isNamed && token != null && token.isStructStart()) {
        isFound = true;
        options(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void options(JsonParser parser) throws IOException {
    String name = "";
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return;
      }
      if (token == JsonToken.FIELD_NAME) {
        name = parser.currentName();
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (!name.isEmpty()) {
        int line = parser.currentTokenLocation().getLineNr();
        String value = token == JsonToken.VALUE_NULL ? "" : parser.getText();
        options.add(new GivenOption(name, value, line));
      }
    }
  }
}
