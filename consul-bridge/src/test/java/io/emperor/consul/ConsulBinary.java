package io.emperor.consul;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real Consul that tests run against. */
public final class ConsulBinary {

  private ConsulBinary() {}

  /**
   * The environment variable {@code CONSUL_BIN}, else what {@code bin/fetch-consul} of the
   * repository prints.
   *
   * @throws IllegalStateException if there is none: tests never pass for want of a Consul
   */
  public static Path find() {
    String given = System.getenv("CONSUL_BIN");
    if (given != null && !given.isBlank()) {
      return executable(Path.of(given));
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path script = folder.resolve("bin/fetch-consul");
      if (Files.exists(script)) {
        return executable(Path.of(output(script)));
      }
      folder = folder.getParent();
    }
    throw new IllegalStateException("no Consul: set CONSUL_BIN, or restore bin/fetch-consul");
  }

  private static Path executable(Path path) {
    if (!Files.isExecutable(path)) {
      throw new IllegalStateException("'" + path + "' is no Consul binary; see CONSUL_BIN");
    }
    return path.toAbsolutePath();
  }

  private static String output(Path script) {
    try {
      Process process =
          new ProcessBuilder(script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectInput(new File("/dev/null"))
              .start();
      String path =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + " failed; set CONSUL_BIN");
      }
      return path;
    } catch (IOException e) {
      throw new IllegalStateException(script + " can't be run; set CONSUL_BIN", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
