package io.emperor.serf;

import java.io.InputStream;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * MessagePack's library, which is told before it is loaded to leave {@code sun.misc.Unsafe} alone:
 * Java warns of that since 24, and will have none.
 */
final class PlainMessagePack {

  private static final String UNIVERSAL = "msgpack.universal-buffer";

  static {
    if (System.getProperty(UNIVERSAL) == null) {
      System.setProperty(UNIVERSAL, "true");
    }
  }

  private PlainMessagePack() {}

  static MessageBufferPacker packer() {
    return MessagePack.newDefaultBufferPacker();
  }

  static MessageUnpacker unpacker(InputStream in) {
    return MessagePack.newDefaultUnpacker(in);
  }
}
