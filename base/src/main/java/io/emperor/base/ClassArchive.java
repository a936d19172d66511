package io.emperor.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file from which a JVM takes classes as they are in memory, instead of reading and checking each
 * of them. It fits the build of Java and the jars that it was made with: Java itself looks, and
 * goes without where it does not. What it does not see is a file of which only a part was written,
 * which may well make it fall over.
 *
 * @param file where it is looked for
 * @param unfinished where it is made, on the same file system
 */
public record ClassArchive(Path file, Path unfinished) {

  /** The first Java whose archive of another kind holds linked classes and profiles, too. */
  private static final boolean CACHE = Runtime.version().feature() >= 25;

  private static final Pattern CHOICE = Pattern.compile("-Xshare.*|-XX:.*(Archive|AOT).*");

  /**
   * Of the Java that runs this.
   *
   * @param directory where it is looked for
   * @param name its name without an ending
   * @param workshop the directory that it is made in
   * @param run tells those apart that are made at the same time
   */
  public static ClassArchive in(Path directory, String name, Path workshop, String run) {
    String file = name + (CACHE ? ".aot" : ".jsa");
    return new ClassArchive(directory.resolve(file), workshop.resolve(file + "." + run));
  }

  /** Names to a JVM the file that it is to make when it ends. */
  public String making() {
    return (CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unfinished;
  }

  /** Names to a JVM the file that it is to take classes from. */
  public String using() {
    return (CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
  }

  /** Has a JVM keep to itself which classes it left out, and why an archive does not fit. */
  public static List<String> quiet() {
    List<String> options = new ArrayList<>(List.of("-Xlog:cds*=off"));
    if (CACHE) {
      options.add("-Xlog:aot*=off"); // which others do not know
    }
    return options;
  }

  /** Whether an option of a JVM speaks of archives: Java refuses two choices. */
  public static boolean isChoice(String option) {
    return CHOICE.matcher(option).matches();
  }

  /** Whether there is one to use. */
  public boolean isThere() {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether it was made to its end by a JVM that has ended by itself: what it is made of in between
   * is gone then.
   */
  public boolean isMade() {
    return Files.isRegularFile(unfinished, LinkOption.NOFOLLOW_LINKS)
        && !Files.exists(configuration(), LinkOption.NOFOLLOW_LINKS);
  }

  private Path configuration() {
    return unfinished.resolveSibling(unfinished.getFileName() + ".config");
  }

  /**
   * Puts what was made into its place, whole or not at all. It is taken out of the workshop before
   * it is looked at: nobody who may write there can exchange it then.
   *
   * @throws IOException if it was not made, or can't be kept
   */
  public void finish() throws IOException {
    Path taken = file.resolveSibling(unfinished.getFileName());
    Path unused = Files.move(unfinished, taken, StandardCopyOption.ATOMIC_MOVE);
    if (!Files.isRegularFile(taken, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(unfinished.toString(), null, "is no file");
    }
    try (FileChannel made = FileChannel.open(taken, StandardOpenOption.READ)) {
      made.force(true);
    }
    unused = Files.move(taken, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what was not finished. */
  public void discard() throws IOException {
    Files.deleteIfExists(unfinished);
    Files.deleteIfExists(configuration());
    Files.deleteIfExists(file.resolveSibling(unfinished.getFileName()));
  }
}
