package io.emperor.cli.await;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The form of {@code DISCO_CFG}: settings with bars between. In its older form colons or semicolons
 * are between; they also stand in addresses and in lists of directories, and so they separate only
 * what begins like a setting.
 */
final class DiscoText {

  static final List<String> NAMESPACES = List.of("disco", "flat", "consul", "etcd", "beacon");

  private static final String KEY = "(?:" + String.join("|", NAMESPACES) + ")\\.[A-Za-z_-]+";
  private static final Pattern BARS = Pattern.compile("\\|");
  private static final Pattern OLDER =
      Pattern.compile("[:;](?=\\s*" + KEY + "\\s*(?:[=:;]|$))|;\\s*$");
  private static final Pattern BEGINNING =
      Pattern.compile("\\s*" + KEY + "\\s*(?:[=|;].*|)", Pattern.DOTALL);

  private DiscoText() {}

  /** Whether a file's text is in this form, and not YAML. */
  static boolean isMeant(String text) {
    return BEGINNING.matcher(text).matches();
  }

  /**
   * Takes it apart.
   *
   * @return each setting's key and value; {@code true} for a key alone
   */
  static Map<String, String> parse(String text) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String part : parts(text)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        settings.put(part, "true");
      } else {
        settings.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return settings;
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : (text.indexOf('|') >= 0 ? BARS : OLDER).split(text, -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
