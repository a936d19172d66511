package io.emperor.serf;

import java.util.Optional;

/** What an agent's stream tells. */
public sealed interface SerfEvent permits MemberEvent, UserEvent, QueryEvent {

  /** Empty for a kind of event that this client has no word for. */
  static Optional<SerfEvent> of(Fields record) throws UnreadableException {
    String kind = record.text("Event");
    return switch (kind) {
      case "user" -> Optional.of(UserEvent.of(record));
      case "query" -> Optional.of(QueryEvent.of(record));
      default -> MemberEvent.of(kind, record);
    };
  }
}
