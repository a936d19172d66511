package io.emperor.cli.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file from which a JVM takes the emperor's classes as they are in memory, instead of reading and
 * checking each of them. It fits the build of Java and the jars that it was made with: Java itself
 * looks, and goes without where it does not.
 *
 * @param file where {@code bin/emperor} looks for it
 * @param unfinished where it is made
 * @param option names to a JVM the file that it is to make when it ends
 */
public record ClassArchive(Path file, Path unfinished, String option) {

  /** The first Java whose archive of another kind holds linked classes and profiles, too. */
  private static final int WITH_CACHE = 25;

  /**
   * Of the Java that runs this.
   *
   * @param lib where the emperor's jars are
   */
  public static ClassArchive in(Path lib) {
    return in(lib, "");
  }

  /** Of what waits in {@code await}, which is to be small, and so is its archive. */
  public static ClassArchive ofAwait(Path lib) {
    return in(lib, "-await");
  }

  private static ClassArchive in(Path lib, String suffix) {
    boolean cache = Runtime.version().feature() >= WITH_CACHE;
    // Not beside apps' data: what is in it is run as if it were in a jar.
    String name = "java-" + System.getProperty("java.version") + suffix + (cache ? ".aot" : ".jsa");
    return new ClassArchive(
        lib.resolve(name),
        lib.resolve(name + "." + ProcessHandle.current().pid()),
        cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=");
  }

  /**
   * What a JVM is told to make it when it ends, and to keep to itself which classes it left out.
   */
  public List<String> making() {
    return List.of(
        option + unfinished, "-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds*=off");
  }

  /**
   * Puts what was made into its place, whole or not at all: a JVM may well fall over a part of it.
   *
   * @throws IOException if it was not made, or can't be kept
   */
  public void finish() throws IOException {
    try (FileChannel made = FileChannel.open(unfinished, StandardOpenOption.READ)) {
      made.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what was not finished. */
  public void discard() throws IOException {
    Files.deleteIfExists(unfinished);
    Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + ".config"));
  }
}
