package io.emperor.fleet;

import io.emperor.base.SafeText;
import io.emperor.runtime.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that an instance's programs write their wishes to, a word a line; it is looked at once a
 * second, and emptied. A file, because whoever writes to one waits for nobody, whether the emperor
 * reads or is gone. Whatever a program puts in its place is not opened. Used by one thread.
 */
final class ControlFile {

  private static final Logger log = LoggerFactory.getLogger(ControlFile.class);

  private static final String REINFORCE = "reinforce";

  /** So many bytes are read, the last ones: more lines than that say nothing new. */
  private static final int MOST = 4096;

  private static final int LONGEST_SHOWN = 40;
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final String instance;
  private long due;
  private boolean told;

  private ControlFile(Path file, String instance, long now) {
    this.file = file;
    this.instance = instance;
    this.due = now;
  }

  /**
   * Makes an empty one.
   *
   * @param directory where it is to be; made if needed
   * @param instance the instance's name
   * @param now in nanoseconds
   * @throws IOException if it can't be made
   */
  static ControlFile create(Path directory, String instance, long now) throws IOException {
    Path file = PrivateDirectory.made(directory).resolve(instance);
    boolean unused = Files.deleteIfExists(file);
    Path made =
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new ControlFile(made, instance, now);
  }

  Path file() {
    return file;
  }

  /** Whether a program of the instance has asked for reinforcement since it was looked at last. */
  boolean asksForReinforcement(long now) {
    if (now - due < 0) {
      return false;
    }
    due = now + PAUSE;
    try {
      BasicFileAttributes seen =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return seen.isRegularFile()
          && seen.size() > 0
          && emptied().lines().map(String::strip).filter(this::isKnown).count() > 0;
    } catch (NoSuchFileException e) {
      return false; // whoever removes it has no more to say
    } catch (IOException e) {
      tell("{} can't be read, and nothing that {} writes there is heard: {}", file, e.toString());
      return false;
    }
  }

  /** A program that keeps the file open goes on where it was, behind what is nothing by then. */
  private String emptied() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      ByteBuffer last = ByteBuffer.allocate(MOST);
      int read = channel.read(last, Math.max(0, channel.size() - MOST));
      FileChannel unused = channel.truncate(0);
      return new String(last.array(), 0, Math.max(0, read), StandardCharsets.UTF_8)
          .replace('\0', '\n');
    }
  }

  private boolean isKnown(String line) {
    if (line.equals(REINFORCE)) {
      return true;
    }
    if (!line.isEmpty() && !told) {
      told = true;
      log.warn(
          "{} writes {} to its EMPEROR_CONTROL, where the only word is {}",
          instance,
          SafeText.escaped(line, LONGEST_SHOWN),
          REINFORCE);
    }
    return false;
  }

  private void tell(String words, Path what, String why) {
    if (!told) {
      told = true;
      log.warn(words, what, instance, why);
    }
  }

  /** The instance is no more. */
  void remove() {
    try {
      boolean unused = Files.deleteIfExists(file);
    } catch (IOException e) {
      log.debug("{} stays: {}", file, e.toString());
    }
  }
}
