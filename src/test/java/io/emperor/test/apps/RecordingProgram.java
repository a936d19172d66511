package io.emperor.test.apps;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * A {@link Standalone}, or a worker if it has no {@code PORT}, that writes into Consul when it is
 * started and told to end, with the number of its run. With {@code STAYS} in its environment it
 * does not end for that.
 */
public final class RecordingProgram {

  private static final String HISTORY =
      System.getenv("CONSUL_HTTP_ADDR") + "/v1/kv/history/" + System.getenv("EMPEROR_VASSAL") + "/";

  private RecordingProgram() {}

  /**
   * Runs until it is told to end.
   *
   * @param args none
   * @throws IOException if Consul does not answer
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int run = runs() + 1;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run)));
    record("started", run);
    if (System.getenv("PORT") == null) {
      never();
    } else {
      Standalone.main(args);
    }
  }

  private static void end(int run) {
    try {
      if (System.getenv("STAYS") != null) {
        record("stays", run);
        never();
      }
      record("stopped", run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void never() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private static int runs() throws IOException {
    try (InputStream keys = URI.create(HISTORY + "started?keys").toURL().openStream()) {
      return new String(keys.readAllBytes(), StandardCharsets.UTF_8).split(",", -1).length;
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  private static void record(String word, int run) throws IOException {
    URI key = URI.create(HISTORY + word + "-" + run);
    HttpURLConnection connection = (HttpURLConnection) key.toURL().openConnection();
    connection.setRequestMethod("PUT");
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(key + ": " + connection.getResponseMessage());
    }
  }
}
