package io.emperor.consul.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that says where the agent is, as variables of Consul's own names. Three forms are known:
 * one line with an address, {@code KEY=VALUE} lines, and {@code host:}, {@code port:}, {@code
 * scheme:} lines, possibly under {@code consul:}.
 */
public final class AgentFile {

  // Neither gives back what it has taken: each character is looked at once.
  private static final Pattern VARIABLE =
      Pattern.compile("(?:export\\s++)?+([A-Za-z_][A-Za-z0-9_]*+)\\s*+=\\s*+(.*)", Pattern.DOTALL);
  private static final Pattern ENTRY =
      Pattern.compile("(host|port|scheme)\\s*+:\\s++(.+)", Pattern.DOTALL);

  private AgentFile() {}

  /**
   * Reads the file's content.
   *
   * @return variables of Consul's own names to their values
   * @throws IllegalArgumentException if it has none of the three forms
   */
  public static Map<String, String> parse(String content) {
    List<String> lines =
        content
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    Map<String, String> variables = new HashMap<>();
    Map<String, String> entries = new HashMap<>();
    List<String> others = new ArrayList<>();
    for (String line : lines) {
      Matcher variable = VARIABLE.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (variable.matches()) {
        variables.put(variable.group(1), unquoted(variable.group(2)));
      } else if (entry.matches()) {
        entries.put(entry.group(1), unquoted(entry.group(2)));
      } else if (!line.equals("consul:") && !line.equals("---")) {
        others.add(line);
      }
    }
    return combined(variables, entries, others);
  }

  private static Map<String, String> combined(
      Map<String, String> variables, Map<String, String> entries, List<String> others) {
    boolean oneForm = (variables.isEmpty() ? 0 : 1) + (entries.isEmpty() ? 0 : 1) == 1;
    if (oneForm && others.isEmpty()) {
      return entries.isEmpty() ? variables : Map.of("CONSUL_HTTP_ADDR", address(entries));
    }
    if (variables.isEmpty() && entries.isEmpty() && others.size() == 1) {
      return Map.of("CONSUL_HTTP_ADDR", others.get(0));
    }
    // What the file holds may be a secret, so the message does not quote it.
    throw new IllegalArgumentException(
        "it is neither one line with an address, nor KEY=VALUE lines, nor 'host:' and 'port:' lines");
  }

  private static String address(Map<String, String> entries) {
    String host = entries.getOrDefault("host", "localhost");
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return entries.getOrDefault("scheme", "http")
        + "://"
        + bracketed
        + ":"
        + entries.getOrDefault("port", String.valueOf(AgentAddress.DEFAULT_PORT));
  }

  private static String unquoted(String text) {
    String value = text.strip();
    boolean quoted =
        value.length() > 1
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
