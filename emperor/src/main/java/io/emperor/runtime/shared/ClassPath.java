package io.emperor.runtime.shared;

import io.emperor.base.SafeText;
import io.emperor.runtime.UnusableAppException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a jar's manifest names as its Class-Path, and what that names in turn, as far as it is below
 * the jar's own directory. All paths are relative to that, so that they hold for a copy, too.
 *
 * @param jar where the jar really is
 * @param places jars and directories, in the order in which Java looks into them
 * @param files all that has to be copied along for them
 * @param missing what the jar names itself, and is not there
 * @param outside what the jar names itself, and is not below its directory
 */
public record ClassPath(
    Path jar, List<Path> places, List<Path> files, List<Path> missing, List<String> outside) {

  /** More than any app has; but a directory may hold anything. */
  private static final int MOST = 10_000;

  /** More than the signatures of any jar take. */
  private static final int LARGEST_MANIFEST = 16 << 20;

  /** Quarkus' own way of starting reads more than it names: an index, and jars from that. */
  private static final String QUARKUS = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

  private static final List<Path> OF_QUARKUS =
      List.of(Path.of("app"), Path.of("lib"), Path.of("quarkus"));

  /**
   * Looks.
   *
   * @param jar where the manifest is read: a copy, say
   * @param source the jar that the others are beside; a link stands for what it leads to, as it
   *     does for Java
   * @return empty lists for a jar that names nothing, or that is no jar
   * @throws UnusableAppException if it names more than can be meant, or may not be read
   * @throws IOException if a directory can't be read
   */
  public static ClassPath of(Path jar, Path source) throws UnusableAppException, IOException {
    requireReadable(jar, source);
    Search search = new Search(source.toRealPath());
    search.look(jar);
    Set<Path> files = new LinkedHashSet<>();
    for (Path place : search.places) {
      search.addFiles(place, files);
    }
    if (mainClass(jar).filter(QUARKUS::equals).isPresent()) {
      for (Path place : OF_QUARKUS) {
        search.addFiles(place, files);
      }
    }
    return new ClassPath(
        search.app, List.copyOf(search.places), List.copyOf(files), search.missing, search.outside);
  }

  /**
   * What everything is below.
   *
   * @return the jar's directory
   */
  public Path directory() {
    return directory(jar);
  }

  private static Path directory(Path jar) {
    return Objects.requireNonNull(jar.getParent(), "a file has a directory");
  }

  /**
   * The files whose change is a change of the app.
   *
   * @return where they are, or would be
   */
  public List<Path> watched() {
    return Stream.concat(files.stream(), missing.stream()).map(directory()::resolve).toList();
  }

  /**
   * What the app lacks, if anything.
   *
   * @return the rest of a sentence about the app; empty if nothing is
   */
  public Optional<String> lack() {
    List<String> words = new ArrayList<>();
    missing.forEach(path -> words.add(path + ", which is not there"));
    outside.forEach(name -> words.add(name + ", which is not below the jar's directory"));
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "its Class-Path names "
                + SafeText.line(String.join(", and ", words))
                + ": put it there");
  }

  private static Optional<String> mainClass(Path jar) {
    return Optional.ofNullable(attribute(jar, Attributes.Name.MAIN_CLASS));
  }

  private static @Nullable String attribute(Path jar, Attributes.Name name) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      return manifest == null ? null : manifest.getMainAttributes().getValue(name);
    } catch (IOException | RuntimeException e) {
      return null; // a broken one: others have more to say of it
    }
  }

  private static void requireReadable(Path jar, Path shown) throws UnusableAppException {
    if (Files.isRegularFile(jar) && hasLargeManifest(jar)) {
      throw new UnusableAppException(
          "%s has a manifest of more than 16 MiB: build it with a smaller one".formatted(shown));
    }
  }

  private static boolean hasLargeManifest(Path jar) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      return hasLargeManifest(file);
    } catch (IOException | RuntimeException e) {
      return false; // a broken one, as above
    }
  }

  /** Java reads all of it into memory, whatever the jar says of its size. */
  private static boolean hasLargeManifest(JarFile file) throws IOException {
    List<JarEntry> entries =
        file.stream()
            .filter(entry -> entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME))
            .toList();
    for (JarEntry entry : entries) {
      try (InputStream in = file.getInputStream(entry)) {
        in.skipNBytes(LARGEST_MANIFEST + 1L);
        return true;
      } catch (EOFException e) {
        // It ends before.
      }
    }
    return false;
  }

  private static final class Search {
    private final Path app;
    private final Path directory;
    private final Set<Path> places = new LinkedHashSet<>();
    private final List<Path> missing = new ArrayList<>();
    private final List<String> outside = new ArrayList<>();

    Search(Path app) {
      this.app = app;
      this.directory = directory(app);
    }

    /** What a jar names comes right after it; what was there already is not looked into again. */
    void look(Path jar) throws UnusableAppException {
      Deque<Path> next = new ArrayDeque<>();
      for (String name : names(jar)) {
        Path file = file(name, app);
        if (file == null || isMeantByNobody(file)) {
          continue;
        }
        if (!file.startsWith(directory)) {
          outside.add(name);
        } else if (isThere(file)) {
          next.add(file);
        } else {
          missing.add(directory.relativize(file));
        }
      }
      while (!next.isEmpty()) {
        Path file = next.remove();
        if (places.add(directory.relativize(file))) {
          require(places.size());
          List<Path> more = named(file);
          Collections.reverse(more);
          more.forEach(next::addFirst);
        }
      }
    }

    /** What a jar that the app needs names is there or is not: Java asks no more of it. */
    private List<Path> named(Path jar) throws UnusableAppException {
      requireReadable(jar, jar);
      List<Path> found = new ArrayList<>();
      for (String name : names(jar)) {
        Path file = file(name, jar);
        if (file != null && !isMeantByNobody(file) && file.startsWith(directory) && isThere(file)) {
          found.add(file);
        }
      }
      return found;
    }

    private static boolean isThere(Path file) {
      return Files.isRegularFile(file) || Files.isDirectory(file);
    }

    /** The app itself, or a directory that it is in, and with it all that happens to be there. */
    private boolean isMeantByNobody(Path file) {
      return file.equals(app) || directory.startsWith(file);
    }

    private static String[] names(Path jar) {
      String names = Files.isRegularFile(jar) ? attribute(jar, Attributes.Name.CLASS_PATH) : null;
      return names == null ? new String[0] : names.strip().split("\\s+", -1);
    }

    /**
     * Java takes relative addresses alone, and files by their whole one, which stay where they are.
     */
    private static @Nullable Path file(String name, Path known) {
      try {
        URI address = new URI(name);
        String path = address.getScheme() == null ? address.getPath() : null;
        return path == null || path.isEmpty() ? null : known.resolveSibling(path).normalize();
      } catch (URISyntaxException e) {
        return plain(name, known);
      } catch (InvalidPathException e) {
        return null;
      }
    }

    /** What is no address, because of a bracket, say, Java takes as it is. */
    private static @Nullable Path plain(String name, Path known) {
      try {
        return known.resolveSibling(name).normalize();
      } catch (InvalidPathException e) {
        return null;
      }
    }

    void addFiles(Path place, Set<Path> files) throws UnusableAppException, IOException {
      Path found = directory.resolve(place);
      if (!Files.exists(found)) {
        return;
      }
      try (Stream<Path> all = Files.walk(found, FileVisitOption.FOLLOW_LINKS)) {
        all.filter(Files::isRegularFile)
            .limit(MOST + 1L)
            .forEach(file -> files.add(directory.relativize(file)));
      }
      require(files.size());
    }

    private void require(int count) throws UnusableAppException {
      if (count > MOST) {
        throw new UnusableAppException(
            String.format(
                Locale.ROOT,
                "%s names more than %d files in its Class-Path: name those that it needs",
                app,
                MOST));
      }
    }
  }
}
