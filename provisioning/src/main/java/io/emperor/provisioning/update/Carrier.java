package io.emperor.provisioning.update;

import java.util.Locale;

/** What carries an update to the nodes, and how much it can carry. */
public enum Carrier {
  /**
   * An event of serf: 512 bytes, its name among them. An agent counts its own encoding, too, and so
   * serf 0.9.4 takes 468 unless its {@code user_event_size_limit} is higher; its answer says so.
   */
  SERF_EVENT("a serf event", 512 - ConfigUpdate.EVENT.length()),

  /**
   * A query of serf. An agent counts all that it sends with it, and so serf 0.9.4 takes about 900,
   * less with filters, unless its {@code query_size_limit} is higher; its answer says so.
   */
  SERF_QUERY("a serf query", 1024),

  /**
   * An event of Consul, which is one of serf's, encoded twice: its name is there two times, and an
   * ID. Measured with Consul 1.8.7: 416 bytes less the name twice, and up to 8 less once there were
   * very many events. The agent's own answer says so then.
   */
  CONSUL_EVENT("a Consul event", 416 - 2 * ConfigUpdate.EVENT.length());

  private final String words;
  private final int longest;

  Carrier(String words, int longest) {
    this.words = words;
    this.longest = longest;
  }

  /** The longest payload of a {@code config_updated}, in bytes; an agent may take less. */
  public int longest() {
    return longest;
  }

  /**
   * Says whether it can carry an update.
   *
   * @return its payload
   * @throws UpdateException if it is too long: the message has the number of bytes too many
   */
  public byte[] payload(ConfigUpdate update) {
    byte[] payload = update.payload();
    int excess = payload.length - longest;
    if (excess > 0) {
      throw new UpdateException(
          String.format(
              Locale.ROOT,
              "%s of %s: has %d bytes of payload, %d too many for %s, which carries %d; write less, or spread it over several keys",
              ConfigUpdate.EVENT,
              update.name(),
              payload.length,
              excess,
              words,
              longest));
    }
    return payload;
  }
}
