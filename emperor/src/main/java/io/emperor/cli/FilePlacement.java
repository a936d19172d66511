package io.emperor.cli;

import io.emperor.monitor.VassalFiles;
import io.emperor.monitor.VassalSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts a vassal's files into a directory that is being watched, so that nobody sees half of them:
 * copies them under hidden names first, and then renames them, the configuration before the app.
 */
final class FilePlacement implements AutoCloseable {

  private record Copy(Path hidden, Path target, boolean isApp) {}

  private final VassalSource there;
  private final List<Copy> copies = new ArrayList<>();

  private FilePlacement(VassalSource there) {
    this.there = there;
  }

  /**
   * Copies what is to be put there.
   *
   * @param directory where
   * @param vassal the vassal's name
   * @param config its configuration; {@code null} for the one that is there
   * @param app its app
   * @throws IOException if there is no space, or no permission
   */
  static FilePlacement copied(Path directory, String vassal, @Nullable Path config, Path app)
      throws IOException {
    FilePlacement placement = new FilePlacement(VassalFiles.in(directory, vassal));
    try {
      if (config != null) {
        placement.copy(config, false);
      }
      placement.copy(app, true);
      return placement;
    } catch (IOException e) {
      placement.close();
      throw e;
    }
  }

  private void copy(Path file, boolean app) throws IOException {
    String name = there.name() + ending(file);
    Path hidden = there.directory().resolve("." + name + "." + ProcessHandle.current().pid());
    copies.add(new Copy(hidden, there.directory().resolve(name), app));
    Path unused = Files.copy(file, hidden, StandardCopyOption.REPLACE_EXISTING);
  }

  /** From the last dot, in small letters: {@code .jar}. */
  static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
  }

  /** Gives the copies their names, and removes what would stand beside them: {@code NAME.yml}. */
  void reveal() throws IOException {
    for (Copy copy : copies) {
      for (Path old : copy.isApp() ? there.apps() : there.configs()) {
        if (!old.equals(copy.target())) {
          Files.deleteIfExists(old);
        }
      }
      Path unused =
          Files.move(
              copy.hidden(),
              copy.target(),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes what has not got its name. */
  @Override
  public void close() {
    for (Copy copy : copies) {
      try {
        Files.deleteIfExists(copy.hidden());
      } catch (IOException e) {
        // It stays, hidden, and nobody looks at it.
      }
    }
  }
}
