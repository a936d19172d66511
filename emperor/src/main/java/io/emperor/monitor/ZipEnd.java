package io.emperor.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The end of a zip, which is written last: when it is there and fits, the whole file is. The hash
 * is that of the central directory, which holds the checksum of every entry.
 */
final class ZipEnd {

  private static final int END = 0x06054b50;
  private static final int ENTRY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int END_64 = 0x06064b50;
  private static final int END_SIZE = 22;
  private static final int LOCATOR_SIZE = 20;
  private static final int END_64_SIZE = 56;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int CHUNK = 1 << 16;
  private static final long NOT_HERE = 0xffffffffL;

  private final FileChannel channel;
  private final long size;

  private ZipEnd(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  static Content look(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ZipEnd zip = new ZipEnd(channel);
      Optional<Range> directory = zip.directory();
      return directory.isPresent()
          ? new Content(zip.hash(directory.get()), true)
          : new Content(zip.hashOfEnds(), false);
    }
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Where the central directory is, if the file ends as a whole zip does. */
  private Optional<Range> directory() throws IOException {
    int length = (int) Math.min(size, END_SIZE + LONGEST_COMMENT);
    ByteBuffer tail = read(size - length, length);
    for (int at = length - END_SIZE; at >= 0; at--) {
      boolean ends = tail.getShort(at + 20) == (short) (length - END_SIZE - at);
      if (ends && tail.getInt(at) == END) {
        return checked(tail, at, size - length + at);
      }
    }
    return Optional.empty();
  }

  private Optional<Range> checked(ByteBuffer tail, int at, long position) throws IOException {
    long length = Integer.toUnsignedLong(tail.getInt(at + 12));
    long offset = Integer.toUnsignedLong(tail.getInt(at + 16));
    boolean isZip64 = length == NOT_HERE || offset == NOT_HERE || tail.getShort(at + 10) == -1;
    ByteBuffer locator =
        isZip64 ? read(position - LOCATOR_SIZE, LOCATOR_SIZE) : ByteBuffer.allocate(0);
    if (locator.capacity() == LOCATOR_SIZE && locator.getInt(0) == LOCATOR_64) {
      return checked64(position - LOCATOR_SIZE - END_64_SIZE);
    }
    return fitting(new Range(position - length, length), offset);
  }

  private Optional<Range> checked64(long position) throws IOException {
    ByteBuffer end = read(position, END_64_SIZE);
    if (end.capacity() != END_64_SIZE || end.getInt(0) != END_64) {
      return Optional.empty();
    }
    long length = end.getLong(40);
    return fitting(new Range(position - length, length), end.getLong(48));
  }

  private Optional<Range> fitting(Range range, long offset) throws IOException {
    if (range.length < 0 || range.start < 0 || offset < 0 || offset > range.start) {
      return Optional.empty();
    }
    boolean isPrefixed = offset != range.start;
    // A zip inside a half-copied zip also ends well, at an offset that is not its own.
    if (isPrefixed && startsWith(0, LOCAL)) {
      return Optional.empty();
    }
    return range.length == 0 || startsWith(range.start, ENTRY)
        ? Optional.of(range)
        : Optional.empty();
  }

  private boolean startsWith(long position, int signature) throws IOException {
    ByteBuffer start = read(position, 4);
    return start.capacity() == 4 && start.getInt(0) == signature;
  }

  private String hash(Range range) throws IOException {
    MessageDigest digest = digest();
    for (long at = range.start; at < range.start + range.length; at += CHUNK) {
      digest.update(read(at, (int) Math.min(CHUNK, range.start + range.length - at)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private String hashOfEnds() throws IOException {
    MessageDigest digest = digest();
    int length = (int) Math.min(size, CHUNK);
    digest.update(read(0, length));
    digest.update(read(size - length, length));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Exactly that many bytes, or none when they would lie before the file. */
  private ByteBuffer read(long position, int length) throws IOException {
    if (position < 0 || length < 0) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private record Range(long start, long length) {}
}
