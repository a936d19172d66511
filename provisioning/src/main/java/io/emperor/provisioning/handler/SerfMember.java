package io.emperor.provisioning.handler;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A member that an event is about.
 *
 * @param name the node's name
 * @param address an IPv4 or IPv6 address, without a port
 * @param role the value of its tag {@code role}; empty if it has none
 * @param tags its tags by their names
 */
public record SerfMember(String name, String address, String role, Map<String, String> tags) {

  public SerfMember {
    tags = Map.copyOf(tags);
  }

  /** A member as serf knows it. */
  public static SerfMember of(String name, String address, Map<String, String> tags) {
    return new SerfMember(name, address, tags.getOrDefault("role", ""), tags);
  }

  /**
   * As serf writes it for a handler, and the tags in the order of their names.
   *
   * @return {@code NAME, ADDRESS, ROLE, TAGS} with tabs between, without the line's end
   */
  public String line() {
    String pairs =
        new TreeMap<>(tags)
            .entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(","));
    return String.join("\t", clean(name), address, clean(role), clean(pairs));
  }

  private static String clean(String text) {
    return text.replace("\t", "\\t").replace("\n", "\\n");
  }

  /**
   * Reads a line as serf writes it. What stands between two commas and is no tag belongs to the
   * value before it; what serf has escaped stays so.
   */
  static SerfMember parse(String line) {
    String[] fields = line.split("\t", 4);
    Map<String, String> tags = new TreeMap<>();
    String tag = "";
    for (String piece : field(fields, 3).split(",", -1)) {
      int sign = piece.indexOf('=');
      if (sign >= 0) {
        tag = piece.substring(0, sign);
        tags.put(tag, piece.substring(sign + 1));
      } else {
        tags.computeIfPresent(tag, (name, value) -> value + "," + piece);
      }
    }
    return new SerfMember(field(fields, 0), field(fields, 1), field(fields, 2), tags);
  }

  private static String field(String[] fields, int index) {
    return index < fields.length ? fields[index] : "";
  }
}
