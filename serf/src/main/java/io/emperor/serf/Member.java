package io.emperor.serf;

import java.util.Locale;
import java.util.Map;

/**
 * A machine of the cluster, as the agent knows it. Names, tags and their values are what that
 * machine says of itself: text from outside. Immutable.
 *
 * @param name unique in the cluster
 * @param address its IP address, as text: {@code 10.1.2.3} or {@code 2001:db8::1}; empty if serf
 *     knows none
 * @param port where it gossips, 0 to 65535; not where it serves anything
 * @param tags what it says of itself
 * @param status whether it is there
 */
public record Member(
    String name, String address, int port, Map<String, String> tags, Status status) {

  /** What the cluster thinks of a member. */
  public enum Status {
    /** What this client has no word for. */
    NONE,
    /** It is there. */
    ALIVE,
    /** It is about to leave. */
    LEAVING,
    /** It has left, as it said. */
    LEFT,
    /** It is gone, and did not say so. */
    FAILED;

    static Status of(String word) {
      for (Status status : values()) {
        if (status.word().equals(word)) {
          return status;
        }
      }
      return NONE;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Member {
    tags = Map.copyOf(tags);
  }

  static Member of(Fields fields) throws UnreadableException {
    return new Member(
        fields.text("Name"),
        AddressText.of(fields.bytes("Addr")),
        (int) fields.number("Port"),
        fields.texts("Tags"),
        Status.of(fields.text("Status")));
  }
}
