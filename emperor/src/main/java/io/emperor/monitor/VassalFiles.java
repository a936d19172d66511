package io.emperor.monitor;

import io.emperor.config.uwsgi.UwsgiFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What lies in a directory at one moment, by the monitor's rules for names.
 *
 * @param vassals by name
 * @param misnamed one line for each file that would be a vassal's if its name could be one, and for
 *     whatever is wrong with a configuration of uWSGI's in a format that is not read here
 */
public record VassalFiles(List<VassalSource> vassals, List<String> misnamed) {

  /** How the names of apps end. */
  public static final List<String> APPS = List.of(".jar", ".war");

  /** How the names of configuration files end. */
  public static final List<String> CONFIGS = List.of(".yaml", ".yml", ".properties", ".ini");

  /** Copies the lists. */
  public VassalFiles {
    vassals = List.copyOf(vassals);
    misnamed = List.copyOf(misnamed);
  }

  /**
   * Looks into a directory.
   *
   * @param directory the directory
   * @return what is in it
   * @throws IOException if it can't be read
   */
  public static VassalFiles in(Path directory) throws IOException {
    Map<String, List<Path>> byName = new TreeMap<>();
    List<String> misnamed = new ArrayList<>();
    for (String file : new RealDisk().list(directory).stream().sorted().toList()) {
      Path path = directory.resolve(file);
      FileName name = FileName.parse(file).filter(some -> Files.isRegularFile(path)).orElse(null);
      if (name != null && name.isValid()) {
        byName.computeIfAbsent(name.vassal(), vassal -> new ArrayList<>()).add(path);
      } else if (name != null) {
        misnamed.add(LeftAlone.badNameWords(path));
      } else if (UwsgiFile.isOthersFormat(path) && !file.startsWith(".")) {
        UwsgiFile.read(path, path, List.of())
            .ifPresent(others -> misnamed.addAll(others.refusal().lines()));
      }
    }
    return new VassalFiles(
        byName.entrySet().stream()
            .map(entry -> source(entry.getKey(), entry.getValue(), directory))
            .toList(),
        misnamed);
  }

  /**
   * The vassal that a file belongs to, with what lies beside it.
   *
   * @param file an app or a configuration
   * @return empty for a file of another kind
   */
  public static Optional<VassalSource> around(Path file) {
    return FileName.parse(String.valueOf(file.getFileName()))
        .map(name -> in(directoryOf(file), name.vassal()));
  }

  /**
   * The files of one vassal in a directory.
   *
   * @param directory the directory
   * @param vassal the vassal's name
   * @return none, if it has none there
   */
  public static VassalSource in(Path directory, String vassal) {
    return source(
        vassal,
        names(directory).stream()
            .filter(
                file -> FileName.parse(file).filter(of -> of.vassal().equals(vassal)).isPresent())
            .map(directory::resolve)
            .filter(Files::isRegularFile)
            .toList(),
        directory);
  }

  private static List<String> names(Path directory) {
    try {
      return new RealDisk().list(directory).stream().sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Whether a vassal may be called that.
   *
   * @param name a word
   * @return whether it may
   */
  public static boolean isName(String name) {
    return new FileName(name, "").isValid();
  }

  private static VassalSource source(String name, List<Path> files, Path directory) {
    return new VassalSource(
        name,
        files.stream().filter(FileName::isApp).toList(),
        files.stream().filter(file -> !FileName.isApp(file)).toList(),
        directory);
  }

  private static Path directoryOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
