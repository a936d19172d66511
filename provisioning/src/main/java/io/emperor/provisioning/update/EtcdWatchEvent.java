package io.emperor.provisioning.update;

import io.emperor.base.SafeText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code etcdctl} tells the program that it runs for a change, in its environment: {@code
 * watch} of version 3, whose words are quoted as Go does it, and {@code exec-watch} of version 2.
 */
public final class EtcdWatchEvent {

  private static final String TYPE = "ETCD_WATCH_EVENT_TYPE";
  private static final String ACTION = "ETCD_WATCH_ACTION";
  private static final String KEY = "ETCD_WATCH_KEY";
  private static final String VALUE = "ETCD_WATCH_VALUE";
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:x(?<byte>[0-9a-f]{2})|u(?<short>[0-9a-f]{4})|U(?<long>[0-9a-f]{8})|(?<one>[abfnrtv\\\\\"]))");
  private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);
  private static final String ONE = "abfnrtv\\\"";
  private static final String STANDS_FOR = "\u0007\b\f\n\r\t\u000b\\\"";

  private EtcdWatchEvent() {}

  /** Whether an environment is that of a program which etcdctl runs. */
  public static boolean isIn(Map<String, String> environment) {
    return environment.containsKey(TYPE) || environment.containsKey(ACTION);
  }

  /**
   * The update that a change stands for: {@code PUT}, or {@code set} of version 2, of a key {@code
   * PREFIX/PRODUCT/KEY}. Its version is the revision, or the modified index.
   *
   * @param environment that {@link #isIn} says yes of
   * @param prefix ends in a slash
   * @throws UpdateException if it stands for none; the message says why
   */
  public static ConfigUpdate of(Map<String, String> environment, String prefix) {
    boolean isThree = environment.containsKey(TYPE);
    String action = word(environment, isThree ? TYPE : ACTION, isThree).orElse("");
    if (!action.equals(isThree ? "PUT" : "set")) {
      throw new UpdateException(
          "'%s' changes no value; only %s does"
              .formatted(SafeText.escaped(action, 40), isThree ? "PUT" : "set"));
    }
    String path = word(environment, KEY, isThree).orElse("");
    String version = isThree ? "ETCD_WATCH_REVISION" : "ETCD_WATCH_MODIFIED_INDEX";
    try {
      @Nullable String value = word(environment, VALUE, isThree).orElse(null);
      return KeyedUpdates.of(prefix, path, value, number(environment, version));
    } catch (UpdateException e) {
      throw new UpdateException("key '" + SafeText.name(path) + "': " + e.getMessage(), e);
    }
  }

  private static long number(Map<String, String> environment, String variable) {
    String text = environment.getOrDefault(variable, "").replaceAll("^\"|\"$", "");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UpdateException(variable + " is no revision; have etcdctl run this", e);
    }
  }

  /** A word, without its quotes if there are some; empty if it is no UTF-8, or not there. */
  private static Optional<String> word(
      Map<String, String> environment, String variable, boolean mayBeQuoted) {
    String said = environment.get(variable);
    if (said == null || !mayBeQuoted || !QUOTED.matcher(said).matches()) {
      return Optional.ofNullable(said);
    }
    return ConfigUpdate.text(unquoted(said.substring(1, said.length() - 1)));
  }

  private static byte[] unquoted(String quoted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(quoted.length());
    Matcher escape = ESCAPE.matcher(quoted);
    int at = 0;
    while (escape.find()) {
      bytes.writeBytes(utf8(quoted.substring(at, escape.start())));
      bytes.writeBytes(unescaped(escape));
      at = escape.end();
    }
    bytes.writeBytes(utf8(quoted.substring(at)));
    return bytes.toByteArray();
  }

  private static byte[] unescaped(Matcher escape) {
    String one = escape.group("one");
    if (one != null) {
      return utf8(STANDS_FOR.substring(ONE.indexOf(one), ONE.indexOf(one) + 1));
    }
    String single = escape.group("byte");
    if (single != null) {
      return new byte[] {(byte) Integer.parseInt(single, 16)};
    }
    String point = escape.group("short") == null ? escape.group("long") : escape.group("short");
    return utf8(character(Integer.parseUnsignedInt(point, 16)));
  }

  private static String character(int point) {
    return Character.isValidCodePoint(point) ? Character.toString(point) : "\ufffd";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
