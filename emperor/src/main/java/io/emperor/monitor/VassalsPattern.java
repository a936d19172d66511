package io.emperor.monitor;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** One word of {@code --vassals}: a directory, or a glob for directories and files. */
final class VassalsPattern {

  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private final Path base;
  private final List<String> globs;
  private final @Nullable Path place;

  private VassalsPattern(Path base, List<String> globs, @Nullable Path place) {
    this.base = base;
    this.globs = globs;
    this.place = place;
  }

  /** The same, where some directories have other names than their paths to people. */
  static List<VassalsPattern> all(List<String> words, Function<Path, Optional<Path>> places) {
    return all(words).stream().map(one -> one.in(places.apply(one.base).orElse(null))).toList();
  }

  private VassalsPattern in(@Nullable Path known) {
    return new VassalsPattern(base, globs, known);
  }

  /** Reads all words, or says at once what is wrong with each. */
  static List<VassalsPattern> all(List<String> words) {
    List<VassalsPattern> read = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String word : words) {
      try {
        VassalsPattern one = of(word);
        one.problem()
            .ifPresentOrElse(
                problem -> problems.add(SafeText.name(word) + ": " + problem), () -> read.add(one));
      } catch (InvalidPathException | PatternSyntaxException e) {
        problems.add(SafeText.name(word) + ": " + SafeText.name(String.valueOf(e.getMessage())));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidVassalsException(problems);
    }
    return read;
  }

  private static VassalsPattern of(String word) {
    Path literal = absolute(word);
    if (!GLOB.matcher(word).find() || Files.isDirectory(literal)) {
      return new VassalsPattern(literal, List.of(), null);
    }
    List<String> parts = new ArrayList<>(Arrays.asList(word.split("/+", -1)));
    int first = 0;
    while (!GLOB.matcher(parts.get(first)).find()) {
      first++;
    }
    String start = String.join("/", parts.subList(0, first)) + (first > 0 ? "/" : "");
    List<String> globs = parts.subList(first, parts.size());
    globs.removeIf(String::isEmpty);
    for (String glob : globs) {
      PathMatcher unused = matcher(glob);
    }
    return new VassalsPattern(absolute(start), List.copyOf(globs), null);
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  private Optional<String> problem() {
    if (globs.stream().anyMatch(glob -> glob.contains("**"))) {
      return Optional.of("** is not supported: write one * for each level");
    }
    if (!globs.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.exists(base)) {
      return Optional.of("no such directory: create it or correct --vassals");
    }
    if (!Files.isDirectory(base)) {
      return Optional.of("is not a directory: name the directory it is in");
    }
    return Files.isReadable(base) && Files.isExecutable(base)
        ? Optional.empty()
        : Optional.of("can't be read: let the emperor's user read and enter it");
  }

  /** The directories that are meant now, in the order of their paths. */
  List<VassalDirectory> directories(Disk disk) {
    if (globs.isEmpty()) {
      return List.of(VassalDirectory.known(base, place));
    }
    List<Path> parents = List.of(base);
    for (String glob : globs.subList(0, globs.size() - 1)) {
      parents = matches(parents, glob, disk);
    }
    String last = globs.get(globs.size() - 1);
    List<VassalDirectory> found = new ArrayList<>();
    for (Path parent : parents) {
      found.add(new VassalDirectory(parent, null, file -> matches(last, file)));
    }
    matches(parents, last, disk).forEach(path -> found.add(VassalDirectory.whole(path)));
    return found;
  }

  private static List<Path> matches(List<Path> parents, String glob, Disk disk) {
    return parents.stream()
        .flatMap(
            parent ->
                names(parent, disk).stream()
                    .filter(name -> matches(glob, name))
                    .sorted()
                    .map(parent::resolve)
                    .filter(Files::isDirectory))
        .toList();
  }

  private static List<String> names(Path directory, Disk disk) {
    try {
      return disk.list(directory);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean matches(String glob, String name) {
    boolean isHidden = name.startsWith(".") && !glob.startsWith(".");
    return !isHidden && matcher(glob).matches(Path.of(name));
  }

  private static PathMatcher matcher(String glob) {
    return Path.of("").getFileSystem().getPathMatcher("glob:" + glob);
  }
}
