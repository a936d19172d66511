package io.emperor.provisioning.source;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds files by the end of their names in directories and all below them. */
public final class InputFiles {

  private static final int DEEPEST = 32;

  /** Of one directory: whoever gives the root of a machine is not meant to wait for it. */
  private static final int MOST = 100_000;

  private InputFiles() {}

  /**
   * Looks through directories.
   *
   * @param ending of the files' names: {@code .schema}
   * @param problems takes what can't be read, a line each
   * @return by the directories' order and then by path, each file once
   */
  public static List<Path> named(String ending, List<Path> directories, List<String> problems) {
    Set<Path> found = new LinkedHashSet<>();
    for (Path directory : directories) {
      Walk walk = new Walk(ending, problems);
      try {
        Files.walkFileTree(
            directory.toAbsolutePath().normalize(),
            Set.of(FileVisitOption.FOLLOW_LINKS),
            DEEPEST,
            walk);
      } catch (IOException e) {
        problems.add(cantBeRead(directory, e));
      }
      if (walk.seen > MOST) {
        problems.add(
            SafeText.name(directory) + " has more than " + MOST + " files and directories");
      }
      walk.found.stream().sorted().forEach(found::add);
    }
    return List.copyOf(found);
  }

  private static String cantBeRead(Path file, IOException e) {
    return SafeText.name(file)
        + (Files.exists(file)
            ? " can't be read: " + e.getClass().getSimpleName()
            : " is not there");
  }

  private static final class Walk extends SimpleFileVisitor<Path> {

    private final String ending;
    private final List<String> problems;
    private final List<Path> found = new ArrayList<>();
    private int seen;

    Walk(String ending, List<String> problems) {
      this.ending = ending;
      this.problems = problems;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return counted();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && file.getFileName().toString().endsWith(ending)) {
        found.add(file);
      }
      return counted();
    }

    /** A link that leads back is left out; a file that nobody asks for is nobody's trouble. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      boolean loop = e instanceof FileSystemLoopException;
      if (!loop) {
        problems.add(cantBeRead(file, e));
      }
      return counted();
    }

    private FileVisitResult counted() {
      return ++seen > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
  }
}
