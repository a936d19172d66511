package io.emperor.serf;

/**
 * Somebody asks the cluster something, and waits for answers for a time that only the agents know:
 * if the asker does not say how long, some seconds.
 *
 * @param id what {@link SerfClient#respond} takes; of this agent alone
 * @param name what it is called: text from outside
 * @param payload any bytes
 * @param lamportTime serf's clock for queries, unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record QueryEvent(long id, String name, byte[] payload, long lamportTime)
    implements SerfEvent {

  static QueryEvent of(Fields record) throws UnreadableException {
    return new QueryEvent(
        record.number("ID"), record.text("Name"), record.bytes("Payload"), record.number("LTime"));
  }
}
