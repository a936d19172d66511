package io.emperor.provisioning.source;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real etcd of one node on free loopback ports, which keeps its data over a restart. */
public final class EtcdProcess implements AutoCloseable {

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Path directory;
  private final int port = freePort();
  private final int peerPort = freePort();
  private Process process;

  private EtcdProcess(Path directory) throws IOException {
    this.directory = directory;
    this.process = launch();
  }

  /** Starts one below a directory of the test's, and waits until it answers. */
  public static EtcdProcess start(Path directory) throws IOException {
    EtcdProcess etcd = new EtcdProcess(directory);
    etcd.awaitLeader();
    return etcd;
  }

  /** The environment variable {@code ETCD_BIN}, else what {@code bin/fetch-etcd} prints. */
  private static String binary() throws IOException {
    String given = System.getenv("ETCD_BIN");
    if (given != null && !given.isBlank()) {
      return given;
    }
    Path script = Path.of("").toAbsolutePath().resolveSibling("bin/fetch-etcd");
    Process process =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(new File("/dev/null"))
            .start();
    String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (path.isBlank()) {
      throw new IllegalStateException(script + " failed; set ETCD_BIN");
    }
    return path.strip();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process launch() throws IOException {
    String peers = "http://127.0.0.1:" + peerPort;
    return new ProcessBuilder(
            binary(),
            "--data-dir=" + directory.resolve("data"),
            "--listen-client-urls=" + url(""),
            "--advertise-client-urls=" + url(""),
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=default=" + peers)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  void awaitLeader() {
    Waiting.until(
        "etcd answers",
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("etcd did not start: see " + directory);
          }
          return status("/v3/kv/range", "{\"key\":\"AA==\"}") == 200;
        });
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  public void put(String key, String value) {
    put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  public void put(String key, byte[] value) {
    call("/v3/kv/put", "{\"key\":\"" + base64(key) + "\",\"value\":\"" + base64(value) + "\"}");
  }

  /** Puts keys whose last component is a number of five digits, in one transaction. */
  void putAll(String prefix, int from, int to) {
    call(
        "/v3/kv/txn",
        IntStream.range(from, to)
            .mapToObj(i -> base64(prefix + String.format(Locale.ROOT, "%05d", i)))
            .map(key -> "{\"request_put\":{\"key\":\"" + key + "\",\"value\":\"eA==\"}}")
            .collect(Collectors.joining(",", "{\"success\":[", "]}")));
  }

  public void delete(String key) {
    call("/v3/kv/deleterange", "{\"key\":\"" + base64(key) + "\"}");
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A call that has to succeed. */
  public void call(String endpoint, String body) {
    int status = status(endpoint, body);
    if (status != 200) {
      throw new AssertionError(endpoint + " says " + status);
    }
  }

  private int status(String endpoint, String body) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(url(endpoint)))
                  .timeout(Duration.ofSeconds(5))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Kills it as a power failure would. */
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  public void restart() throws IOException {
    restartWithoutWaiting();
    awaitLeader();
  }

  void restartWithoutWaiting() throws IOException {
    process = launch();
  }

  @Override
  public void close() {
    kill();
  }
}
