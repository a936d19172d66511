package io.emperor.config;

import java.util.regex.Pattern;

/** What should not be shown to whoever looks over an operator's shoulder. */
final class Secrets {

  private static final String MASK = "********";
  private static final String WORDS =
      "passw(?:or)?d|passphrase|pwd|secret|token|credentials?"
          + "|(?:private|api|access|encryption|signing|master).?key";
  private static final Pattern KEY = Pattern.compile("(?i).*(?:" + WORDS + ").*");

  /** {@code -Dtoken=…}, {@code --password …}, also in a list, and {@code "secret": "…"}. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:"
              + WORDS
              + ")[\\w.-]*[\"']?(?:\\s*[=:]\\s*|,?\\s+))(\"[^\"]*\"|'[^']*'|[^\\s,}]+)");

  private static final Pattern IN_URL = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+(@)");

  private Secrets() {}

  /** The value for people: masked if the key's name says so, and wherever it names a secret. */
  static String masked(String key, String value) {
    if (value.isEmpty()) {
      return value;
    }
    if (KEY.matcher(key).matches()) {
      return MASK;
    }
    String assigned = ASSIGNED.matcher(value).replaceAll("$1" + MASK);
    return IN_URL.matcher(assigned).replaceAll("$1" + MASK + "$2");
  }
}
