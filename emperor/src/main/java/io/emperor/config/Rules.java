package io.emperor.config;

import io.emperor.config.choice.ForwardedHeaders;
import io.emperor.config.choice.Isolation;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.choice.Rebalance;
import io.emperor.config.choice.Reload;
import io.emperor.config.choice.StopSignalTo;
import io.emperor.config.file.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a value has to be, mostly because Consul says so. */
final class Rules {

  static final String USUAL_SIGNAL = "TERM";

  /** Consul takes 64 entries, and three are the emperor's own. */
  static final int MOST_META = 61;

  private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,3}");
  private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9._/-]{1,128}");
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}");
  private static final Pattern META_KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");

  /** What the emperor gives every program. */
  private static final List<String> GIVEN =
      List.of("PORT", "SERVER_PORT", "CONSUL_HTTP_ADDR", "EMPEROR_VASSAL", "EMPEROR_SERVICE_ID");

  private static final int LONGEST_META_VALUE = 512;
  private static final int LONGEST_WORD = 255;
  private static final Set<String> OWN_META = Set.of("emperor", "vassal", "generation");

  private static final Set<String> SIGNALS =
      Set.of("ABRT", "HUP", "INT", "KILL", "QUIT", USUAL_SIGNAL, "USR1", "USR2", "WINCH");

  private Rules() {}

  /**
   * A service's name or ID: Consul registers any text, but is asked for it by a path, in which some
   * can't stand.
   */
  static String serviceName(String text) {
    if (text.isBlank() || text.length() > LONGEST_WORD) {
      throw InvalidValueException.of(
          text, "is blank or too long", "write 1 to " + LONGEST_WORD + " characters");
    }
    if (text.codePoints().anyMatch(Rules::isHiddenInPaths)) {
      throw InvalidValueException.of(
          text, "has control characters, or blanks of a kind of their own", "remove them");
    }
    if (Stream.of(text.split("/", -1)).anyMatch(NO_SEGMENTS::contains)) {
      throw InvalidValueException.of(
          text, "can't stand in a path", "write something other than dots between single slashes");
    }
    return text;
  }

  private static boolean isHiddenInPaths(int point) {
    return isHidden(point) || (point != ' ' && Character.isSpaceChar(point));
  }

  private static boolean isHidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
      default -> false;
    };
  }

  /** A tag: Consul takes every text. */
  static String tag(String text) {
    if (text.isEmpty()) {
      throw new InvalidValueException("is empty", "write a tag or remove it");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw InvalidValueException.of(text, "has control characters", "remove them");
    }
    return text;
  }

  /** One word without spaces, such as an address. */
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

  /** A user or a group, by its name or its number. */
  static String account(String text) {
    if (!ACCOUNT.matcher(text).matches()) {
      throw InvalidValueException.of(text, "is no name or number", "write a user or a group");
    }
    return text;
  }

  /** What a shell is to run. */
  static String shellCommand(String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new InvalidValueException(
          "is no command", "write what a shell is to run, or remove it");
    }
    return text;
  }

  static String variable(Map.Entry<String, String> entry) {
    if (!VARIABLE.matcher(entry.getKey()).matches() || entry.getKey().startsWith("EMPEROR_")) {
      throw InvalidValueException.of(
          entry.getKey(),
          "is no name for a variable",
          "use letters, digits, underscores, dots and dashes, and not EMPEROR_ in front");
    }
    if (entry.getValue().indexOf('\0') >= 0) {
      throw new InvalidValueException("has a NUL character", "remove it");
    }
    return entry.getValue();
  }

  /** Whether somebody but the sources of a vassal's inputs gives a variable. */
  static boolean isGiven(String name) {
    return GIVEN.contains(name);
  }

  /**
   * Looks at what a text of the environment refers to.
   *
   * @param provided whether that may be a value of the sources
   */
  static void requireReferences(String text, boolean provided) {
    REFERENCE.matcher(text).results().forEach(reference -> requireGiven(reference, provided));
  }

  private static void requireGiven(MatchResult reference, boolean provided) {
    String name = reference.group(1);
    if (name == null) {
      return; // $${ is a plain ${
    }
    if (reference.group(2).isEmpty()) {
      throw new InvalidValueException("has a ${ without an end", "close it, or write $${");
    }
    if (!isGiven(name) && !(provided && !name.isBlank())) {
      throw InvalidValueException.of(
          reference.group(),
          "is no variable that the emperor gives",
          "use one of %s, or write $%s; what sources have needs sources"
              .formatted(String.join(", ", GIVEN), reference.group()));
    }
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
    return choice(
        text, ForwardedHeaders.values(), "is no way to take headers", "write ignore or trust");
  }

  static long unpackedLimit(String text) {
    long bytes = SizeFormat.parse(text);
    if (bytes == 0) {
      throw InvalidValueException.of(text, "lets nothing be unpacked", "write at least 1KiB");
    }
    return bytes;
  }

  static Reload reload(String text) {
    return choice(text, Reload.values(), "is no way to reload", "write beside or stop-first");
  }

  /** A signal by its name, with or without SIG in front. */
  static String signal(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
    if (!SIGNALS.contains(name)) {
      throw InvalidValueException.of(
          text,
          "is no signal that ends a program",
          "write one of " + String.join(", ", new TreeSet<>(SIGNALS)));
    }
    return name;
  }

  static StopSignalTo signalTo(String text) {
    return choice(
        text, StopSignalTo.values(), "is nobody who can be told to end", "write all or main");
  }

  static Rebalance rebalance(String text) {
    return choice(
        text, Rebalance.values(), "is no time to move instances", "write never or on-join");
  }

  static OnDisconnect onDisconnect(String text) {
    return choice(text, OnDisconnect.values(), "is nothing to do", "write keep, freeze or stop");
  }

  private static <T> T choice(String text, T[] all, String seen, String remedy) {
    return Stream.of(all)
        .filter(one -> one.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> InvalidValueException.of(text, seen, remedy));
  }

  /** A number of instances or of tries. */
  static int instances(String text) {
    if (COUNT.matcher(text).matches()) {
      return Integer.parseInt(text);
    }
    throw InvalidValueException.of(text, "is no number from 1 to 9999", "write 3, for example");
  }

  static String labelKey(String text) {
    if (!LABEL_KEY.matcher(text).matches()) {
      throw InvalidValueException.of(
          text,
          "is no label",
          "use letters, digits, dots, dashes, underscores and slashes, at most 128");
    }
    return text;
  }

  static String label(Map.Entry<String, String> entry) {
    String unused = labelKey(entry.getKey());
    return word(entry.getValue());
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
      throw InvalidValueException.ofEntry(
          entry.getKey(),
          entry.getValue(),
          "is too long",
          "write at most " + LONGEST_META_VALUE + " characters");
    }
    return entry.getValue();
  }
}
