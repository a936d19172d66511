package io.emperor.provisioning.commit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** Contents that tell whether they are whole: a number, what follows from it, and a checksum. */
final class SelfDescribed {

  private static final int LONGEST = 64 << 10;

  private SelfDescribed() {}

  static byte[] content(long number) {
    Random random = new Random(number);
    byte[] bytes = new byte[2 * Long.BYTES + random.nextInt(LONGEST)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(number);
    ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).putLong(checksum(bytes));
    return bytes;
  }

  /** The number of a content that is whole. */
  static long number(byte[] bytes) {
    if (bytes.length < 2 * Long.BYTES
        || ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES) != checksum(bytes)) {
      throw new AssertionError("half a file of " + bytes.length + " bytes");
    }
    return ByteBuffer.wrap(bytes).getLong();
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(Arrays.copyOf(bytes, bytes.length - Long.BYTES));
    return checksum.getValue();
  }
}
