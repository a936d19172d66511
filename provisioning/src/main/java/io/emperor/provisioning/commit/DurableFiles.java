package io.emperor.provisioning.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files so that they outlast the machine. An interrupt of the thread ends none of it half
 * way; it is still there afterwards.
 */
public final class DurableFiles {

  private static final FileAttribute<?> OWN_FILE = attribute("rw-------");

  private interface Work {
    void run() throws IOException;
  }

  private DurableFiles() {}

  static FileAttribute<Set<PosixFilePermission>> attribute(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  /**
   * Makes an empty file that nobody else can read.
   *
   * @param prefix of its name, a number follows
   * @param suffix after the number
   */
  static Path create(Path directory, String prefix, String suffix) throws IOException {
    return Files.createTempFile(directory, prefix, suffix, OWN_FILE);
  }

  /**
   * Writes over what a file has, whose length is changed last: where no space is left, it still has
   * its own. Not on the disk before {@link #sync}.
   *
   * @param file is there, and no link
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
              int unused = channel.write(buffer);
            }
            var unused = channel.truncate(bytes.length);
          }
        });
  }

  /**
   * Waits until a file is on the disk.
   *
   * @param file or a directory: a name is on the disk once its directory is
   */
  public static void sync(Path file) throws IOException {
    uninterrupted(
        () -> {
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
          }
        });
  }

  /** An interrupt closes a channel: what begins anew has the same end. */
  private static void uninterrupted(Work work) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.run();
          return;
        } catch (ClosedByInterruptException e) {
          interrupted = Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
