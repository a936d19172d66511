package io.emperor.serf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something has happened to members. The agent gathers what happens within a second, so one event
 * may have many of them. Immutable.
 *
 * @param type what has happened
 * @param members to whom
 */
public record MemberEvent(Type type, List<Member> members) implements SerfEvent {

  /** What can happen to a member. */
  public enum Type {
    /** It is there. */
    JOIN,
    /** It has left, as it said. */
    LEAVE,
    /** It is gone, and did not say so. */
    FAILED,
    /** It says something else of itself: tags, address, port. */
    UPDATE,
    /** It was gone for so long that serf has forgotten it. */
    REAP;

    /** What serf calls it: {@code member-join}. */
    public String serfName() {
      return "member-" + name().toLowerCase(Locale.ROOT);
    }
  }

  public MemberEvent {
    members = List.copyOf(members);
  }

  static Optional<SerfEvent> of(String kind, Fields record) throws UnreadableException {
    for (Type type : Type.values()) {
      if (type.serfName().equals(kind)) {
        return Optional.of(new MemberEvent(type, members(record)));
      }
    }
    return Optional.empty();
  }

  static List<Member> members(Fields body) throws UnreadableException {
    List<Member> members = new ArrayList<>();
    for (Fields member : body.list("Members")) {
      members.add(Member.of(member));
    }
    return members;
  }
}
