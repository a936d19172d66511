package io.emperor.provisioning.credential;

import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one generation of a program finds its credentials: a flat directory, as systemd has it,
 * mode 0500, whose files, mode 0400, are all there or none. Safe for use by many threads.
 */
public final class CredentialDirectory implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CredentialDirectory.class);

  private static final String PREFIX = "credentials-";
  private static final Pattern OURS = Pattern.compile(PREFIX + "[0-9]+(\\.[0-9]+)?");
  private static final Set<PosixFilePermission> OPEN = mode("rwx------");
  private static final Set<PosixFilePermission> DIRECTORY = mode("r-x------");
  private static final Set<PosixFilePermission> FILE = mode("r--------");

  private final Path home;
  private final Path path;
  private boolean closed; // guarded by this

  /**
   * Makes nothing yet.
   *
   * @param home of the vassal alone; it is there
   * @param number the generation's
   */
  public CredentialDirectory(Path home, int number) {
    this.home = home.toAbsolutePath();
    this.path = this.home.resolve(PREFIX + number);
  }

  private static Set<PosixFilePermission> mode(String words) {
    return PosixFilePermissions.fromString(words);
  }

  /** Where it is, or will be. */
  public Path path() {
    return path;
  }

  /**
   * Puts it in place with these files alone. Nobody may use one that is there already.
   *
   * @param files what they have, by their names, which are no paths
   * @throws IOException if it can't, or was closed
   */
  synchronized void write(Map<String, String> files) throws IOException {
    if (closed) {
      throw new IOException("the generation has ended");
    }
    Path staged =
        Files.createTempDirectory(
            home, path.getFileName() + ".", PosixFilePermissions.asFileAttribute(OPEN));
    try {
      for (Map.Entry<String, String> each : files.entrySet()) {
        write(staged.resolve(each.getKey()), each.getValue());
      }
      Files.setPosixFilePermissions(staged, DIRECTORY);
      DurableFiles.sync(staged);
      delete(path);
      Path unused = Files.move(staged, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(staged);
    }
    DurableFiles.sync(home);
  }

  private static void write(Path file, String text) throws IOException {
    Path made = Files.createFile(file, PosixFilePermissions.asFileAttribute(mode("rw-------")));
    DurableFiles.write(made, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(made, FILE);
    DurableFiles.sync(made);
  }

  /** Removes it; nothing is written any more. Once is enough. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      delete(path);
    } catch (IOException e) {
      log.warn("{} stays: {}", SafeText.name(path), SafeText.of(e));
    }
  }

  /**
   * Removes what an emperor that was killed has left in the home of a vassal, none of whose
   * generations is there.
   *
   * @throws IOException if something stays
   */
  public static void sweep(Path home) throws IOException {
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            home, each -> OURS.matcher(each.getFileName().toString()).matches())) {
      for (Path each : all) {
        delete(each);
      }
    } catch (NoSuchFileException e) {
      log.debug("nothing was kept yet", e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Its owner can't take anything out of a directory that is not to be changed. */
  private static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.setPosixFilePermissions(directory, OPEN);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        Files.delete(each);
      }
    }
    Files.delete(directory);
  }
}
