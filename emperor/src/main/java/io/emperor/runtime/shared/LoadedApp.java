package io.emperor.runtime.shared;

import io.emperor.runtime.Launch;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Files;

/**
 * The classes of an app, none of whose code has run.
 *
 * @param kind what is started and served
 * @param loader to be closed by the caller
 */
public record LoadedApp(AppKind kind, VassalClassLoader loader) {

  /**
   * Loads them.
   *
   * @throws UnusableAppException if a jar is broken, or provides no vassal
   * @throws IOException if the private copy can't be read
   */
  public static LoadedApp of(Launch launch) throws UnusableAppException, IOException {
    if (Files.isDirectory(launch.copy())) {
      UnpackedWar war = new UnpackedWar(launch.copy());
      return new LoadedApp(new WarKind(war), VassalClassLoader.ofWar(launch, war));
    }
    String provider = Provider.name(launch.copy(), launch.source());
    VassalClassLoader loader = VassalClassLoader.ofJar(launch);
    try {
      return new LoadedApp(
          new ProvidedKind(Provider.load(provider, loader, launch.source())), loader);
    } catch (UnusableAppException | RuntimeException | LinkageError e) {
      loader.close();
      throw e;
    }
  }
}
