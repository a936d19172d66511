package io.emperor.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What a jar is made for: to be loaded by the emperor, or to be run by {@code java -jar}. */
public enum JarRole {
  /** It provides an {@code io.emperor.api.Vassal}. */
  PROVIDER,
  /** It names a main class, and provides nothing. */
  EXECUTABLE,
  /** Neither, or it is no jar at all, of which others have more to say. */
  NONE;

  private static final String PROVIDERS = "META-INF/services/io.emperor.api.Vassal";

  /**
   * Looks into a jar.
   *
   * @param jar the private copy
   * @return its role
   */
  public static JarRole of(Path jar) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      if (file.getEntry(PROVIDERS) != null) {
        return PROVIDER;
      }
      Manifest manifest = file.getManifest();
      return manifest != null
              && manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null
          ? EXECUTABLE
          : NONE;
    } catch (IOException | RuntimeException e) {
      return NONE;
    }
  }
}
