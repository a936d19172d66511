package io.emperor.serf;

/**
 * Somebody has told the cluster something. Each event is told once while the agent remembers it,
 * which it does for the last 512; a user who must not act twice looks at a version of its own.
 *
 * @param name what it is called: text from outside
 * @param payload any bytes, 9 KiB at most
 * @param lamportTime serf's clock, unsigned: the later of two events of one agent has more
 * @param coalesce whether an agent may keep it to itself because a later one has the same name
 */
public record UserEvent(String name, byte[] payload, long lamportTime, boolean coalesce)
    implements SerfEvent {

  static UserEvent of(Fields record) throws UnreadableException {
    return new UserEvent(
        record.text("Name"),
        record.bytes("Payload"),
        record.number("LTime"),
        record.flag("Coalesce"));
  }
}
