package io.emperor.runtime.freeze;

import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.process.FencedProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a guard reads. The deadline is written in place, with as many bytes as before, so that it
 * needs no room on the disk, and twice, so that half of one is no deadline.
 */
final class GuardFiles implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GuardFiles.class);

  private static final long NANOS_PER_TICK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LAST_TICK = 999_999_999_999L;

  /** Names of files are bytes, which Java has from the locale. */
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final Path directory;
  private final Path fenced;
  private final RandomAccessFile deadline; // a channel would be closed by an interrupt

  private GuardFiles(Path directory) throws IOException {
    this.directory = directory;
    this.fenced = directory.resolve("fenced");
    this.deadline = new RandomAccessFile(directory.resolve("deadline").toFile(), "rw");
  }

  /**
   * Makes them for this run of the emperor, and removes those of its predecessors.
   *
   * @param home the emperor's own directory
   */
  static GuardFiles in(Path home) throws IOException {
    Path all = PrivateDirectory.made(home.toAbsolutePath().resolve("freeze"));
    try (Stream<Path> before = Files.list(all)) {
      for (Path one : before.toList()) {
        PrivateDirectory.delete(one);
      }
    }
    return new GuardFiles(Files.createTempDirectory(all, "guard-")); // a predecessor's may be there
  }

  Path directory() {
    return directory;
  }

  /**
   * Writes until when all is well.
   *
   * @param sinceBoot in nanoseconds since the machine was started; rounded down
   * @param question what the guard answers with if it is so
   */
  void until(long sinceBoot, long question) throws IOException {
    long ticks = Math.min(LAST_TICK, Math.max(0, sinceBoot / NANOS_PER_TICK));
    String once = String.format(Locale.ROOT, "%012d %012d", ticks, question);
    deadline.seek(0);
    deadline.write((once + " " + once + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes what is frozen. */
  void fenced(Collection<FencedProcess> processes) throws IOException {
    Path next = directory.resolve("fenced.next");
    String text =
        processes.stream()
            .flatMap(one -> Stream.of(one.pid() + " " + one.start(), one.file(), one.variable()))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    Files.write(next, text.getBytes(NAMES));
    Files.move(next, fenced, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes them. */
  @Override
  public void close() {
    try {
      deadline.close();
      PrivateDirectory.delete(directory);
    } catch (IOException e) {
      log.debug("{} stays", directory, e);
    }
  }
}
