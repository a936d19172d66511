package io.emperor.devagent.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The end of what may be long. Not thread safe. */
final class LastBytes {

  private final byte[] ring;
  private long seen;

  LastBytes(int size) {
    ring = new byte[size];
  }

  void add(ByteBuffer bytes) {
    int surplus = bytes.remaining() - ring.length;
    if (surplus > 0) {
      bytes.position(bytes.position() + surplus);
      seen += surplus;
    }
    while (bytes.hasRemaining()) {
      int at = (int) (seen % ring.length);
      int some = Math.min(bytes.remaining(), ring.length - at);
      bytes.get(ring, at, some);
      seen += some;
    }
  }

  String text() {
    if (seen <= ring.length) {
      return new String(ring, 0, (int) seen, StandardCharsets.UTF_8);
    }
    int at = (int) (seen % ring.length);
    ByteBuffer whole = ByteBuffer.allocate(ring.length);
    whole.put(ring, at, ring.length - at).put(ring, 0, at);
    return new String(whole.array(), StandardCharsets.UTF_8);
  }
}
