package io.emperor.bench;

import io.emperor.bench.peer.Directory;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * An emperor's admin endpoint.
 *
 * @param port it listens on, on loopback
 */
public record AdminEndpoint(int port) {

  /**
   * A metric's value at this moment.
   *
   * @param sample its name with its labels, as Prometheus reads it
   * @return 0 if it has not happened yet
   */
  public double value(String sample) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .sum();
  }

  /** What is answered at a path. */
  public String get(String path) {
    return get(URI.create("http://127.0.0.1:" + port + path));
  }

  /** What is answered anywhere. */
  public static String get(URI uri) {
    return Directory.io(
        () -> {
          try (InputStream body = uri.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }
}
