package io.emperor.runtime.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A jar to run, with what is beside it, known by all bytes of these. Immutable.
 *
 * @param jar the private copy
 * @param whole the jar itself, or the directory that has been copied with it
 * @param checksum the SHA-256 of all files and their names, 64 hexadecimal digits
 * @param size how many bytes they have
 */
public record ExecutableJar(Path jar, Path whole, String checksum, long size) {

  /** What unpacks a jar of Spring Boot 3.3 or later, which carries it along. */
  private static final String TOOLS = "BOOT-INF/lib/spring-boot-jarmode-tools-";

  /**
   * An unpacked jar has no launcher; another one of Spring Boot's takes libraries from elsewhere.
   */
  private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

  private static final int BUFFER = 1 << 16;

  /**
   * Reads one. Blocks; to be done before anybody else may write the copy.
   *
   * @param jar the private copy
   * @param whole the jar itself, or the directory that has been copied with it
   * @throws IOException if it can't be read
   */
  public static ExecutableJar of(Path jar, Path whole) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(whole)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (Path file : files) {
      long length = Files.size(file);
      // A lone copy has a name of its own in each generation.
      digest.update(text((whole.equals(jar) ? "" : whole.relativize(file)) + "\0" + length + "\0"));
      try (InputStream in = Files.newInputStream(file)) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      }
      size += length;
    }
    return new ExecutableJar(jar, whole, hex(digest), size);
  }

  /** Whether nothing has been copied along. */
  boolean isAlone() {
    return jar.equals(whole);
  }

  /** The name that it is run by, the same for every generation. */
  String name() {
    return isAlone() ? "app.jar" : String.valueOf(jar.getFileName());
  }

  /** Whether it can unpack itself, and is the same then. */
  boolean hasTools() {
    if (!isAlone()) {
      return false;
    }
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      return manifest != null
          && LAUNCHER.equals(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
          && file.stream().anyMatch(entry -> entry.getName().startsWith(TOOLS));
    } catch (IOException | RuntimeException e) {
      return false; // a broken one: Java has more to say of it
    }
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
