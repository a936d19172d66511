package io.emperor.provisioning.database;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Flyway and the drivers are: in {@code flyway} and {@code drivers} beside the emperor's own
 * jars, and drivers in an app, too. They are loaded for the first who uses them, and thrown away
 * after the last. Safe for use by many threads.
 */
public final class DatabaseLibraries {

  private static final Logger log = LoggerFactory.getLogger(DatabaseLibraries.class);

  private final Path home;
  private final Optional<Path> app;
  private int users; // guarded by this
  private @Nullable DatabaseLoader loader; // guarded by this
  private @Nullable DatabaseLibrary library; // guarded by this

  private DatabaseLibraries(Path home, Optional<Path> app) {
    this.home = home;
    this.app = app;
  }

  /** Those beside the emperor's own jars. */
  public static DatabaseLibraries own() {
    return new DatabaseLibraries(
        place(DatabaseLibraries.class).resolveSibling(""), Optional.empty());
  }

  /**
   * The same, and the drivers of an app.
   *
   * @param jar the app's; if it has no driver, these here are it
   */
  public DatabaseLibraries with(Path jar) {
    return hasDriver(jar) ? new DatabaseLibraries(home, Optional.of(jar)) : this;
  }

  private static boolean hasDriver(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry("META-INF/services/java.sql.Driver") != null;
    } catch (IOException e) {
      return false; // what is wrong with it is told by whoever runs it
    }
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Loads them, or takes what another has loaded.
   *
   * @throws IOException if they are not where they belong
   */
  synchronized Use use() throws IOException {
    DatabaseLibrary shared = library;
    if (shared == null) {
      shared = load();
      library = shared;
    }
    users++;
    return new Use(shared);
  }

  private DatabaseLibrary load() throws IOException {
    Path flyway = home.resolve("flyway");
    List<URL> jars = new ArrayList<>(jars(flyway));
    if (jars.isEmpty()) {
      throw new IOException(
          flyway + " has no jars of Flyway; put back what belongs to the distribution");
    }
    jars.addAll(jars(home.resolve("drivers")));
    if (app.isPresent()) {
      jars.add(url(app.get()));
    }
    jars.add(url(place(DatabaseLibraries.class)));
    jars.add(url(place(Logger.class)));
    DatabaseLoader made = new DatabaseLoader(jars);
    try {
      Class<?> type = made.loadClass(DatabaseLoader.ISOLATED + "IsolatedLibrary");
      DatabaseLibrary isolated = (DatabaseLibrary) type.getConstructor().newInstance();
      loader = made;
      return isolated;
    } catch (ReflectiveOperationException | LinkageError e) {
      made.close();
      throw new IOException(flyway + " can't be used", e);
    }
  }

  private static List<URL> jars(Path directory) throws IOException {
    List<URL> jars = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
        for (Path file : files) {
          jars.add(url(file));
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return jars;
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  private synchronized void release() {
    users--;
    if (users > 0) {
      return;
    }
    try {
      if (library != null) {
        library.close();
      }
      if (loader != null) {
        loader.close();
      }
    } catch (IOException e) {
      log.debug("jars stay open", e);
    } finally {
      library = null;
      loader = null;
    }
  }

  /** The libraries in use by one. */
  final class Use implements AutoCloseable {

    private final DatabaseLibrary used;
    private boolean closed; // of the one alone

    private Use(DatabaseLibrary used) {
      this.used = used;
    }

    DatabaseLibrary library() {
      return used;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release();
      }
    }
  }
}
