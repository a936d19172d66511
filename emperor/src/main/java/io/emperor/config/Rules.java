package io.emperor.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a value has to be, mostly because Consul says so. */
final class Rules {

  /** Consul takes 64 entries, and three are the emperor's own. */
  static final int MOST_META = 61;

  private static final Pattern DNS_LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern ANY_SERVICE = Pattern.compile("[^/\\s\\p{Z}\\p{Cc}\\p{Cs}]{1,255}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern META_KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int LONGEST_META_VALUE = 512;
  private static final int LONGEST_WORD = 255;
  private static final Set<String> OWN_META = Set.of("emperor", "vassal", "generation");

  private Rules() {}

  static String serviceName(String text) {
    return serviceName(text, "use letters, digits and dashes");
  }

  static String serviceName(String text, String remedy) {
    if (!DNS_LABEL.matcher(text).matches()) {
      throw InvalidValueException.of(
          text,
          "is no service name (letters, digits and dashes inside, at most 63 characters)",
          remedy);
    }
    return text;
  }

  /** The name of a service that somebody else may have registered: Consul takes nearly all. */
  static String dependency(String text) {
    if (!ANY_SERVICE.matcher(text).matches() || text.equals(".") || text.equals("..")) {
      throw InvalidValueException.of(
          text,
          "is no service name (no spaces and slashes, at most 255 characters)",
          "write the names of services");
    }
    return text;
  }

  /** One word without spaces, such as an address or a tag. */
  static String word(String text) {
    if (text.isEmpty()) {
      throw new InvalidValueException("is empty", "write a value or remove the key");
    }
    if (text.length() > LONGEST_WORD) {
      throw InvalidValueException.of(
          text, "is too long", "write at most " + LONGEST_WORD + " characters");
    }
    if (text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw InvalidValueException.of(text, "has spaces or control characters", "remove them");
    }
    return text;
  }

  static String serviceId(String text) {
    if (text.indexOf('/') >= 0) {
      throw InvalidValueException.of(text, "has a slash", "use another character");
    }
    return word(text);
  }

  static int port(String text) {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw InvalidValueException.of(text, "is no port", "write a number from 1 to 65535");
    }
    return port;
  }

  static String path(String text) {
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw InvalidValueException.of(text, "is no path", "write a path");
    }
    return text;
  }

  static String variable(Map.Entry<String, String> entry) {
    if (!VARIABLE.matcher(entry.getKey()).matches() || entry.getKey().startsWith("EMPEROR_")) {
      throw InvalidValueException.of(
          entry.getKey(),
          "is no name for a variable",
          "use letters, digits and underscores, and not EMPEROR_ in front");
    }
    if (entry.getValue().indexOf('\0') >= 0) {
      throw new InvalidValueException("has a NUL character", "remove it");
    }
    return entry.getValue();
  }

  static Isolation isolation(String text) {
    return Stream.of(Isolation.values())
        .filter(one -> one.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidValueException.of(
                    text, "is no kind of isolation", "write shared or process"));
  }

  static ForwardedHeaders forwardedHeaders(String text) {
    return Stream.of(ForwardedHeaders.values())
        .filter(one -> one.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidValueException.of(
                    text, "is no way to take headers", "write ignore or trust"));
  }

  static Reload reload(String text) {
    return Stream.of(Reload.values())
        .filter(one -> one.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidValueException.of(
                    text, "is no way to reload", "write beside or stop-first"));
  }

  static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw InvalidValueException.of(text, "is neither true nor false", "write one of them");
    }
    return text.equals("true");
  }

  static String checkHttp(String text) {
    boolean path = text.startsWith("/");
    boolean whole = text.startsWith("http://") || text.startsWith("https://");
    try {
      URI uri = new URI(path ? "http://localhost" + text : text);
      if ((path || whole) && uri.getHost() != null) {
        return text;
      }
    } catch (URISyntaxException e) {
      // Falls through: it is none.
    }
    throw InvalidValueException.of(text, "is no path and no URL", "write /health, for example");
  }

  static String checkTcp(String text) {
    int colon = text.lastIndexOf(':');
    if (!text.equals("none")) {
      int unused = port(text.substring(colon + 1));
      String unusedHost = colon < 0 ? text : word(text.substring(0, colon));
    }
    return text;
  }

  static String meta(Map.Entry<String, String> entry) {
    if (OWN_META.contains(entry.getKey())) {
      throw new InvalidValueException("is set by the emperor", "use another name");
    }
    if (!META_KEY.matcher(entry.getKey()).matches()) {
      throw InvalidValueException.of(
          entry.getKey(),
          "is no metadata key",
          "use letters, digits, dashes and underscores, at most 128");
    }
    if (entry.getValue().length() > LONGEST_META_VALUE) {
      throw InvalidValueException.of(
          entry.getValue(), "is too long", "write at most " + LONGEST_META_VALUE + " characters");
    }
    return entry.getValue();
  }
}
