package io.emperor.devagent.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A key and its value.
 *
 * @param session who holds its lock, empty if nobody does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record KvEntry(
    String key,
    byte[] value,
    BigInteger flags,
    String session,
    long lockIndex,
    long createIndex,
    long modifyIndex) {

  /** What a key needs beside its name and its value. */
  public static final int BYTES = 256;

  /** About how much memory it needs. */
  public long weight() {
    return BYTES + key.length() + (long) value.length;
  }

  /** What someone wants to write. */
  public static KvEntry wanted(String key, byte[] value, BigInteger flags, String session) {
    return new KvEntry(key, value, flags, session, 0, 0, 0);
  }

  public KvEntry at(long create, long modify, long lock, String holder) {
    return new KvEntry(key, value, flags, holder, lock, create, modify);
  }

  /** What stands for one that is not there, with what was said of it. */
  public KvEntry empty(long index) {
    return new KvEntry(key, new byte[0], flags, session, 0, 0, index);
  }

  public boolean hasSameContent(KvEntry other) {
    return lockIndex == other.lockIndex
        && flags.equals(other.flags)
        && session.equals(other.session)
        && Arrays.equals(value, other.value);
  }

  public ObjectNode json(boolean withValue) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("LockIndex", lockIndex).put("Key", key).put("Flags", flags);
    if (withValue && value.length > 0) {
      json.put("Value", value);
    } else {
      json.putNull("Value");
    }
    if (!session.isEmpty()) {
      json.put("Session", session);
    }
    return json.put("CreateIndex", createIndex).put("ModifyIndex", modifyIndex);
  }
}
