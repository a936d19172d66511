package io.emperor.config.uwsgi;

import io.emperor.base.SafeText;
import io.emperor.config.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a line with a key of the emperor's of the values of an option. What looks like a secret is
 * masked, and what is long shortened: the line is to be read, not to be copied blindly.
 */
@FunctionalInterface
interface KeyLine {

  /** None: the shape of the key says all. */
  KeyLine SHAPE = values -> Optional.empty();

  /** Values that uWSGI would put something else in the place of. */
  Pattern PLACEHOLDER = Pattern.compile("[%$@]\\(|%[a-zA-Z]");

  Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.](?:[A-Za-z0-9/._=:@+-]|(?<!:) (?!#))*+(?<![ :])");
  int LONGEST = 60;
  int MOST_ENTRIES = 3;

  /**
   * The line.
   *
   * @param values one for each time that the option stands there
   * @return empty where the values can't be taken over
   */
  Optional<String> of(List<String> values);

  /** The first value behind a key, which is given with what stands between the two. */
  static KeyLine text(String key) {
    return first(UnaryOperator.identity(), value -> key + yaml(key, value));
  }

  /** The same of a number, with a unit. */
  static KeyLine number(String key, String unit) {
    return values ->
        values.stream()
            .findFirst()
            .filter(value -> value.matches("[0-9]{1,9}"))
            .map(value -> key + value + unit);
  }

  /** The port of an address. */
  static KeyLine port(String key) {
    Pattern address = Pattern.compile("(?:\\[[0-9a-fA-F:]{0,45}\\]|[^:%$@]{0,255}):([0-9]{1,5})");
    return values ->
        values.stream()
            .map(address::matcher)
            .filter(Matcher::matches)
            .findFirst()
            .map(found -> key + found.group(1));
  }

  /** The first command, however uWSGI has it wrapped. */
  static KeyLine command(String key, UnaryOperator<String> unwrapped) {
    return values ->
        first(unwrapped, value -> key + yaml(key, value))
            .of(values)
            .map(line -> values.size() == 1 ? line : line + " for the first of " + values.size());
  }

  /** A map of {@code NAME=VALUE}, as many as are there. */
  static KeyLine entries(String key) {
    return values -> {
      List<String> pairs = values.stream().filter(value -> value.indexOf('=') > 0).toList();
      String shown =
          pairs.stream().limit(MOST_ENTRIES).map(KeyLine::entry).collect(Collectors.joining(", "));
      String rest = pairs.size() > MOST_ENTRIES ? ", …" : "";
      return pairs.isEmpty() ? Optional.empty() : Optional.of(key + "{" + shown + rest + "}");
    };
  }

  private static String entry(String pair) {
    String name = pair.substring(0, pair.indexOf('='));
    String value = pair.substring(name.length() + 1);
    return yaml("", name) + ": " + (isPlaceholder(value) ? "VALUE" : yaml(name, value));
  }

  /** The keys that {@code consul-register} has among its own. */
  static Optional<String> registration(List<String> values) {
    Map<String, String> given = keyval(values.get(0));
    StringBuilder line = new StringBuilder();
    append(line, "consul-service-name", given.get("name"), "");
    append(line, "consul-service-id", given.get("id"), "");
    append(line, "consul-service-port", given.get("port"), "");
    String tags = given.getOrDefault("tags", "");
    if (tags.matches("[A-Za-z0-9][A-Za-z0-9_. -]{0,99}")) {
      append(line, "consul-service-tags: [" + tags.replaceAll(" +", ", ") + "]");
    }
    append(line, "consul-check-ttl", given.get("ttl"), "s");
    return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
  }

  private static void append(StringBuilder line, String key, @Nullable String value, String unit) {
    if (value != null && !isPlaceholder(value)) {
      append(line, key + ": " + yaml(key, value + unit));
    }
  }

  private static void append(StringBuilder line, String entry) {
    line.append(line.isEmpty() ? "" : " and ").append(entry);
  }

  /** uWSGI's {@code a=b,c=d}. */
  private static Map<String, String> keyval(String value) {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : value.split(",", 32)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return pairs;
  }

  /** {@code attach-daemon2}'s command. */
  static String ofKeyval(String value) {
    Map<String, String> pairs = keyval(value);
    String command = pairs.getOrDefault("cmd", pairs.getOrDefault("command", ""));
    return pairs.getOrDefault("exec", command);
  }

  /** {@code smart-attach-daemon}'s command, behind the file for its process ID. */
  static String afterPidfile(String value) {
    int blank = value.indexOf(' ');
    return blank < 0 ? "" : value.substring(blank + 1).strip();
  }

  /** A hook's command; empty for what is none. */
  static String ofHook(String value) {
    return value.startsWith("exec:") ? value.substring("exec:".length()).strip() : "";
  }

  private static KeyLine first(UnaryOperator<String> unwrapped, UnaryOperator<String> written) {
    return values ->
        values.stream()
            .findFirst()
            .map(unwrapped)
            .filter(value -> !value.isEmpty() && !isPlaceholder(value))
            .map(written);
  }

  private static boolean isPlaceholder(String value) {
    return PLACEHOLDER.matcher(value).find();
  }

  private static String yaml(String name, String value) {
    String shown = SafeText.cut(Secrets.masked(name, value), LONGEST);
    return shown.startsWith("**") || shown.isEmpty() || PLAIN.matcher(shown).matches()
        ? shown
        : '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
