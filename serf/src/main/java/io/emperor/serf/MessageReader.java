package io.emperor.serf;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads what an agent says, map by map. Nothing is believed: each length has a limit that is looked
 * at before there is memory for it. Used by one thread.
 */
final class MessageReader {

  /** Bytes of one map: some 100,000 members. */
  private static final long LARGEST = 32 << 20;

  /** Values in one map. */
  private static final int MOST_VALUES = 2_000_000;

  /** Bytes of a text or a payload: more than a datagram of serf's holds. */
  private static final int LONGEST = 64 << 10;

  private static final int MOST_ELEMENTS = 100_000;
  private static final int MOST_ENTRIES = 1_000;
  private static final int DEEPEST = 6;

  private final MessageUnpacker unpacker;
  private long begin;
  private int values;

  MessageReader(InputStream in) {
    this.unpacker = PlainMessagePack.unpacker(in);
  }

  /** How many bytes the last map took. */
  long size() {
    return unpacker.getTotalReadBytes() - begin;
  }

  /**
   * Reads the next map.
   *
   * @throws UnreadableException if it is none that serf could have written
   * @throws IOException if the connection ends
   */
  Fields read() throws IOException {
    begin = unpacker.getTotalReadBytes();
    values = 0;
    try {
      if (value(0) instanceof Fields fields) {
        return fields;
      }
    } catch (MessagePackException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw unreadable(e);
    }
    throw new UnreadableException("a value where a map belongs");
  }

  private static IOException unreadable(MessagePackException e) {
    return e instanceof MessageInsufficientBufferException
        ? new EOFException()
        : new UnreadableException("no MessagePack");
  }

  private @Nullable Object value(int depth) throws IOException {
    limit("values", ++values, MOST_VALUES);
    limit("bytes", size(), LARGEST);
    limit("levels", depth, DEEPEST);
    MessageFormat format = unpacker.getNextFormat();
    return switch (format.getValueType()) {
      case NIL -> {
        unpacker.unpackNil();
        yield null;
      }
      case BOOLEAN -> unpacker.unpackBoolean();
      case INTEGER ->
          format == MessageFormat.UINT64
              ? unpacker.unpackBigInteger().longValue()
              : unpacker.unpackLong();
      case STRING -> bytes(unpacker.unpackRawStringHeader());
      case BINARY -> bytes(unpacker.unpackBinaryHeader());
      case ARRAY -> list(unpacker.unpackArrayHeader(), depth);
      case MAP -> map(unpacker.unpackMapHeader(), depth);
      case FLOAT, EXTENSION ->
          throw new UnreadableException("a value of a type that serf never uses");
    };
  }

  private byte[] bytes(int length) throws IOException {
    return unpacker.readPayload((int) limit("bytes in a text", length, LONGEST));
  }

  private List<Object> list(int length, int depth) throws IOException {
    limit("elements", length, MOST_ELEMENTS);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Object value = value(depth + 1);
      if (value == null) {
        throw new UnreadableException("nothing where an element belongs");
      }
      list.add(value);
    }
    return list;
  }

  private Fields map(int length, int depth) throws IOException {
    limit("entries", length, MOST_ENTRIES);
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < length; i++) {
      String key = new String(bytes(unpacker.unpackRawStringHeader()), StandardCharsets.UTF_8);
      Object value = value(depth + 1);
      if (value != null) {
        map.put(key, value);
      }
    }
    return new Fields(map);
  }

  private static long limit(String what, long seen, long most) throws UnreadableException {
    if (seen < 0 || seen > most) {
      throw new UnreadableException("a message of more than " + most + " " + what);
    }
    return seen;
  }
}
