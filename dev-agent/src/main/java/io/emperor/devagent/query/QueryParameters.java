package io.emperor.devagent.query;

import io.emperor.devagent.base.HttpError;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark. */
public record QueryParameters(Map<String, List<String>> values) {

  /**
   * Reads a query.
   *
   * @throws HttpError if its escapes are broken
   */
  public static QueryParameters parse(@Nullable String text) {
    Map<String, List<String>> values = new TreeMap<>();
    for (String pair : text == null ? new String[0] : text.split("[&;]", -1)) {
      if (!pair.isEmpty()) {
        int at = pair.indexOf('=');
        String name = decode(at < 0 ? pair : pair.substring(0, at));
        String value = at < 0 ? "" : decode(pair.substring(at + 1));
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return new QueryParameters(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpError(500, "");
    }
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The first value, or an empty text. */
  public String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** All of it again, sorted by name. */
  public String encode() {
    List<String> pairs = new ArrayList<>();
    values.forEach(
        (name, all) -> all.forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
    return String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
