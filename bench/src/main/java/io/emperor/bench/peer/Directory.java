package io.emperor.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is done with files, when it can but work. */
public final class Directory {

  /** Something that reads or writes. */
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  private Directory() {}

  /** Makes it, with what is above it. */
  public static Path made(Path directory) {
    return io(() -> Files.createDirectories(directory));
  }

  /**
   * Reads or writes.
   *
   * @throws UncheckedIOException instead of the checked one
   */
  public static <T> T io(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
