package io.emperor.vassal.download;

import io.emperor.config.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * What has come of an app so far. It outlives the emperor, so that nothing comes twice; beside it
 * lies by what its server knows that it has still the same. Thread safe.
 */
final class PartialFile implements AutoCloseable {

  static final String ENDING = ".part";
  static final String VALIDATOR_ENDING = ".validator";

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_VALIDATOR = 512;

  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<OpenOption> OPEN =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final Path validatorFile;
  private final FileChannel channel;
  private final MessageDigest digest = Checksum.digest();
  private volatile long size;

  private PartialFile(Path file, Path validatorFile, FileChannel channel) {
    this.file = file;
    this.validatorFile = validatorFile;
    this.channel = channel;
  }

  /**
   * Opens it, and reads what is there.
   *
   * @param whole the file that it is to become
   * @throws IOException if it can't be used, because another process does, for example
   */
  static PartialFile of(Path whole) throws IOException {
    Path file = Path.of(whole + ENDING);
    FileChannel channel = FileChannel.open(file, OPEN, MODE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException(file + " is being written by another process: wait for that");
      }
      PartialFile partial = new PartialFile(file, Path.of(whole + VALIDATOR_ENDING), channel);
      partial.read();
      return partial;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private synchronized void read() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (channel.read(buffer.clear()) >= 0) {
      digest.update(buffer.flip());
    }
    size = channel.position();
  }

  long size() {
    return size;
  }

  /** By what its server knows that what is here is still the beginning of what it has. */
  Optional<String> validator() throws IOException {
    if (!Files.exists(validatorFile)) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(validatorFile)).filter(PartialFile::isFit);
  }

  private static boolean isFit(String validator) {
    return !validator.isEmpty()
        && validator.length() <= LONGEST_VALIDATOR
        && validator.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Forgets what is here, for something from the beginning. */
  synchronized void restart(Optional<String> validator) throws IOException {
    channel.truncate(0);
    digest.reset();
    size = 0;
    Files.deleteIfExists(validatorFile);
    Optional<String> fit = validator.filter(PartialFile::isFit);
    if (fit.isPresent()) {
      try (FileChannel out = FileChannel.open(validatorFile, OPEN, MODE)) {
        out.write(ByteBuffer.wrap(fit.get().getBytes(StandardCharsets.US_ASCII)));
      }
    }
  }

  synchronized void write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    ByteBuffer same = bytes.duplicate();
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
    digest.update(same);
    size += count;
  }

  /** What it has come to. Asked once, at the end. */
  synchronized Checksum checksum() {
    return Checksum.of(digest);
  }

  /** It is whole: gives it its name, once it is on the disk. */
  synchronized Path complete(Path whole) throws IOException {
    channel.force(true);
    Path completed = Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(validatorFile);
    return completed;
  }

  /** It is of no use. */
  synchronized void delete() throws IOException {
    Files.deleteIfExists(validatorFile);
    Files.deleteIfExists(file);
  }

  /** Leaves it as it is; nothing is written to it from now on. */
  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
