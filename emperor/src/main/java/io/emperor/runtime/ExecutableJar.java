package io.emperor.runtime;

import io.emperor.api.Vassal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Tells a jar that is run by {@code java -jar} from one that provides a {@link Vassal}. */
public final class ExecutableJar {

  private ExecutableJar() {}

  /**
   * Whether the jar names a main class and no provider.
   *
   * @param jar the private copy
   * @return {@code false} also for a broken jar, of which others have more to say
   */
  public static boolean is(Path jar) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      return file.getEntry("META-INF/services/" + Vassal.class.getName()) == null
          && manifest != null
          && manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
