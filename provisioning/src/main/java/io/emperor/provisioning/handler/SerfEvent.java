package io.emperor.provisioning.handler;

import io.emperor.base.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a serf agent tells an event handler, as its {@code invoke.go} has it: variables of an
 * environment and a standard input. Whoever makes one or is given one leaves the bytes alone.
 *
 * @param type {@code SERF_EVENT}: {@code member-join}, {@code member-leave}, {@code member-failed},
 *     {@code member-update}, {@code member-reap}, {@code user}, {@code query}, or what a later serf
 *     has
 * @param name that of a user event or of a query; empty for all else
 * @param time that one's Lamport time, unsigned; 0 for all else
 * @param self the node that is told
 * @param input the standard input: a line for each member, or a payload with a line end behind it
 */
@SuppressWarnings("ArrayRecordComponent") // up to 1 MiB is not copied; nobody compares two
public record SerfEvent(String type, String name, long time, SerfSelf self, byte[] input) {

  /** How much input there may be, in bytes: serf's own limits are far below. */
  public static final int MOST_INPUT = 1 << 20;

  static final String USER = "user";
  static final String QUERY = "query";
  static final String MEMBER = "member-";

  /** How all its variables begin. */
  static final String PREFIX = "SERF_";

  private static final String TAG = PREFIX + "TAG_";

  /** Refuses too much of an input. */
  public SerfEvent {
    if (input.length > MOST_INPUT) {
      throw new IllegalArgumentException(
          "the standard input is longer than 1 MiB, and serf gives no handler that much");
    }
  }

  /**
   * That members have joined, or what else has become of them.
   *
   * @param type {@code member-join} and so on
   */
  public static SerfEvent ofMembers(String type, SerfSelf self, List<SerfMember> members) {
    String lines =
        members.stream().map(member -> member.line() + "\n").collect(Collectors.joining());
    return new SerfEvent(type, "", 0, self, lines.getBytes(StandardCharsets.UTF_8));
  }

  /** A user event; as serf does it, a line end is put behind a payload that has none. */
  public static SerfEvent ofUser(String name, long time, SerfSelf self, byte[] payload) {
    return new SerfEvent(USER, name, time, self, withLineEnd(payload));
  }

  /** A query; its payload as that of {@link #ofUser}. */
  public static SerfEvent ofQuery(String name, long time, SerfSelf self, byte[] payload) {
    return new SerfEvent(QUERY, name, time, self, withLineEnd(payload));
  }

  private static byte[] withLineEnd(byte[] payload) {
    if (payload.length == 0 || payload[payload.length - 1] == '\n') {
      return payload;
    }
    byte[] longer = Arrays.copyOf(payload, payload.length + 1);
    longer[payload.length] = '\n';
    return longer;
  }

  /**
   * What a handler was given.
   *
   * @param environment the handler's; what is not serf's is left alone
   * @param input the handler's standard input
   * @throws IllegalArgumentException if serf has not started the handler, or the input is too long
   */
  public static SerfEvent of(Map<String, String> environment, byte[] input) {
    String type = environment.getOrDefault("SERF_EVENT", "");
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "SERF_EVENT is not set: a serf agent sets it for what its -event-handler names");
    }
    Map<String, String> tags = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(TAG)) {
            tags.put(variable.substring(TAG.length()), value);
          }
        });
    SerfSelf self =
        new SerfSelf(
            environment.getOrDefault("SERF_SELF_NAME", ""),
            environment.getOrDefault("SERF_SELF_ROLE", ""),
            tags);
    String name = environment.getOrDefault(nameVariable(type), "");
    return new SerfEvent(type, name, time(environment.get(timeVariable(type))), self, input);
  }

  private static long time(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the Lamport time is no number: " + SafeText.escaped(text, 40), e);
    }
  }

  private static String nameVariable(String type) {
    return switch (type) {
      case USER -> "SERF_USER_EVENT";
      case QUERY -> "SERF_QUERY_NAME";
      default -> "";
    };
  }

  private static String timeVariable(String type) {
    return switch (type) {
      case USER -> "SERF_USER_LTIME";
      case QUERY -> "SERF_QUERY_LTIME";
      default -> "";
    };
  }

  /**
   * The variables that serf sets for a handler. What no environment can hold, a NUL, is left out.
   *
   * @return in the order of their names
   */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    self.tags().forEach((tag, value) -> variables.put(TAG + tag, value));
    variables.put("SERF_EVENT", type);
    variables.put("SERF_SELF_NAME", self.name());
    variables.put("SERF_SELF_ROLE", self.role());
    if (!nameVariable(type).isEmpty()) {
      variables.put(nameVariable(type), name);
      variables.put(timeVariable(type), Long.toUnsignedString(time));
    }
    variables.replaceAll((variable, value) -> value.replace("\0", ""));
    return variables;
  }

  /** Whether it can be answered. */
  public boolean isQuery() {
    return type.equals(QUERY);
  }

  /** Whether whoever sent it has named it. */
  boolean isNamed() {
    return isQuery() || type.equals(USER);
  }

  /** Whether it is about members. */
  public boolean isOfMembers() {
    return type.startsWith(MEMBER);
  }

  /** The lines of those that it is about. */
  List<String> memberLines() {
    return isOfMembers()
        ? Stream.of(new String(input, StandardCharsets.UTF_8).split("\n", -1))
            .filter(line -> !line.isEmpty())
            .toList()
        : List.of();
  }

  /** The same about these members alone. */
  SerfEvent about(List<String> lines) {
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    return new SerfEvent(type, name, time, self, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What it is, in a line, without what it carries. */
  @Override
  public String toString() {
    return SafeText.name(name.isEmpty() ? type : type + " " + name);
  }
}
