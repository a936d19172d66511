package io.emperor.serf;

import java.util.Map;

/**
 * Which members are asked for: those that fit all of it. The expressions are those of Go (RE2), and
 * have to fit the whole text. An agent that can't read one ends the connection without a word.
 *
 * @param name an expression; empty for any
 * @param status an expression, such as {@code alive|leaving}; empty for any
 * @param tags expressions by tag; a member without the tag does not fit
 */
public record MemberFilter(String name, String status, Map<String, String> tags) {

  public MemberFilter {
    tags = Map.copyOf(tags);
  }

  /** All members. */
  public static final MemberFilter ALL = new MemberFilter("", "", Map.of());

  /** Nobody: what an agent answers at the least cost. */
  static final MemberFilter NOBODY = new MemberFilter("^$", "", Map.of());

  Map<String, ?> body() {
    return Map.of("Name", name, "Status", status, "Tags", tags);
  }
}
