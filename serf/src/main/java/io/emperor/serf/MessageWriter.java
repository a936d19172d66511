package io.emperor.serf;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePacker;

/** Writes what an agent is asked. */
final class MessageWriter {

  private MessageWriter() {}

  /** Several maps, one after the other. */
  @SafeVarargs
  static byte[] bytes(Map<String, ?>... maps) {
    try (MessageBufferPacker packer = PlainMessagePack.packer()) {
      for (Map<String, ?> map : maps) {
        pack(packer, map);
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("can't happen: it is in memory", e);
    }
  }

  private static void pack(MessagePacker packer, Object value) throws IOException {
    if (value instanceof String text) {
      packer.packString(text);
    } else if (value instanceof Long number) {
      packer.packLong(number);
    } else if (value instanceof Boolean flag) {
      packer.packBoolean(flag);
    } else if (value instanceof byte[] bytes) {
      packer.packBinaryHeader(bytes.length);
      packer.writePayload(bytes);
    } else if (value instanceof Collection<?> list) {
      packer.packArrayHeader(list.size());
      for (Object element : list) {
        pack(packer, element);
      }
    } else if (value instanceof Map<?, ?> map) {
      packer.packMapHeader(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        pack(packer, entry.getKey());
        pack(packer, entry.getValue());
      }
    } else {
      throw new IllegalArgumentException("serf has no " + value.getClass());
    }
  }
}
