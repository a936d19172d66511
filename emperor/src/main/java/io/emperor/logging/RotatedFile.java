package io.emperor.logging;

import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that lines are appended to. Before it grows too large it is put aside as {@code FILE.1},
 * what was that as {@code FILE.2}, and so on; the oldest goes. Whatever happens to the disk, no
 * call fails: lines that can't be written are dropped, with one warning, until they can again. A
 * file that was moved or deleted is made anew. Not thread safe.
 */
final class RotatedFile implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(RotatedFile.class);
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final File file;
  private final long largest;
  private final int kept;
  private final LongSupplier nanoTime;

  private @Nullable FileOutputStream out;
  private long size;
  private long dropped;
  private long nextTry;

  /**
   * A file that is opened when there is something to write.
   *
   * @param file where
   * @param largest bytes; only a line that is longer alone makes a file larger
   * @param kept how many old files there are besides
   * @param nanoTime a clock
   */
  RotatedFile(Path file, long largest, int kept, LongSupplier nanoTime) {
    this.file = file.toFile();
    this.largest = largest;
    this.kept = kept;
    this.nanoTime = nanoTime;
  }

  void append(byte[] line) {
    if (dropped > 0 && nanoTime.getAsLong() - nextTry < 0) {
      dropped++;
      return;
    }
    try {
      write(line);
    } catch (IOException e) {
      failed(e);
    }
  }

  private void write(byte[] line) throws IOException {
    if (out == null || file.length() != size) { // or somebody has moved, deleted or emptied it
      open();
    }
    if (size > 0 && size + line.length > largest) {
      rotate();
    }
    opened().write(line);
    size += line.length;
    if (dropped > 0) {
      long missing = dropped;
      dropped = 0;
      log.info("{} is written again; lines missing in it: {}", file, missing);
    }
  }

  private FileOutputStream opened() throws IOException {
    return out == null ? open() : out;
  }

  private FileOutputStream open() throws IOException {
    close();
    Files.createDirectories(file.toPath().toAbsolutePath().getParent(), EmperorLog.MODE);
    FileOutputStream opened = new FileOutputStream(file, true);
    size = file.length();
    out = opened;
    return opened;
  }

  private void rotate() throws IOException {
    close();
    for (int number = kept - 1; number > 0; number--) {
      if (aside(number).toFile().exists()) {
        move(aside(number), aside(number + 1));
      }
    }
    move(file.toPath(), aside(1));
  }

  private Path aside(int number) {
    return Path.of(file + "." + number);
  }

  private static void move(Path from, Path to) throws IOException {
    Path unused = Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private void failed(IOException failure) {
    takeBackHalfALine();
    close();
    nextTry = nanoTime.getAsLong() + PAUSE_NANOS;
    dropped++;
    if (dropped == 1) {
      log.warn(
          "{} can't be written, and lines are lost until it can be: {}", file, failure.toString());
    }
  }

  /** A full disk may have taken the first bytes of it. */
  private void takeBackHalfALine() {
    try {
      if (out != null) {
        var unused = out.getChannel().truncate(size);
      }
    } catch (IOException e) {
      log.debug("half a line stays in {}", file, e);
    }
  }

  @Override
  public void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        log.debug("{} can't be closed", file, e);
      }
      out = null;
    }
  }
}
