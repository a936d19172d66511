package io.emperor.serf;

import java.nio.charset.StandardCharsets;

/**
 * Somebody has told the cluster something. Each event is told once while the agent remembers it,
 * which it does for the last 512; a user who must not act twice looks at a version of its own.
 *
 * @param name what it is called: text from outside
 * @param payload any bytes, 9 KiB at most
 * @param lamportTime serf's clock, unsigned: the later of two events of one agent has more
 * @param coalesce whether an agent may keep it to itself because a later one has the same name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record UserEvent(String name, byte[] payload, long lamportTime, boolean coalesce)
    implements SerfEvent {

  /** Names of fields, types and lengths as serf writes them, and a clock of five bytes. */
  private static final int ENCODING = 33;

  /**
   * How large an event is on its way: serf refuses more than 512 bytes, if it has no other limit.
   * Since serf's clock takes more bytes as it goes on, one of 2^32 is reckoned with, and an event
   * with four bytes more may still pass.
   *
   * @param name what it is called
   * @param payload its bytes
   * @return {@code payload}, the bytes of {@code name}, and 34 to 36
   */
  public static int encodedBytes(String name, int payload) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return ENCODING + (bytes < 32 ? 1 : 3) + bytes + payload;
  }

  static UserEvent of(Fields record) throws UnreadableException {
    return new UserEvent(
        record.text("Name"),
        record.bytes("Payload"),
        record.number("LTime"),
        record.flag("Coalesce"));
  }
}
