package io.emperor.provisioning.handler;

import io.emperor.provisioning.schema.BoundedRegex;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which nodes events have to be about: the members of a member event, and for all else the node
 * that is told. All that is named has to hold, of which an empty one always does.
 *
 * @param roles of which a node has one
 * @param tags by their names, what the whole value matches; a tag that is missing counts as empty
 * @param products of which a node has one in its tag {@code products}
 */
public record MemberFilter(
    Set<String> roles, Map<String, BoundedRegex> tags, Set<String> products) {

  /** Lets everything through. */
  public static final MemberFilter ALL = new MemberFilter(Set.of(), Map.of(), Set.of());

  public MemberFilter {
    roles = Set.copyOf(roles);
    tags = Map.copyOf(tags);
    products = Set.copyOf(products);
  }

  /**
   * A pattern for the whole of a value.
   *
   * @throws java.util.regex.PatternSyntaxException if it is none, or too long a one
   */
  static BoundedRegex whole(String regex) {
    var unused = new BoundedRegex(regex); // by itself: what is put around it could make it right
    return new BoundedRegex("^(?:" + regex + ")$");
  }

  /** The event, about those members alone that match; empty if nobody does. */
  Optional<SerfEvent> filtered(SerfEvent event) {
    if (equals(ALL)) {
      return Optional.of(event);
    }
    if (!event.isOfMembers()) {
      return Optional.of(event).filter(each -> isMeant(each.self()));
    }
    List<String> lines = event.memberLines();
    List<String> meant = lines.stream().filter(line -> isMeant(SerfMember.parse(line))).toList();
    return meant.isEmpty()
        ? Optional.empty()
        : Optional.of(meant.size() == lines.size() ? event : event.about(meant));
  }

  private boolean isMeant(SerfSelf self) {
    return isMeant(self.role(), tag -> self.tags().getOrDefault(SerfSelf.variable(tag), ""));
  }

  private boolean isMeant(SerfMember member) {
    return isMeant(member.role(), tag -> Objects.requireNonNullElse(member.tags().get(tag), ""));
  }

  private boolean isMeant(String role, UnaryOperator<String> tag) {
    return hasOne(roles, role)
        && hasOne(products, tag.apply("products"))
        && tags.entrySet().stream()
            .allMatch(wanted -> wanted.getValue().matches(tag.apply(wanted.getKey())));
  }

  private static boolean hasOne(Set<String> wanted, String several) {
    return wanted.isEmpty() || SerfSelf.several(several).stream().anyMatch(wanted::contains);
  }
}
