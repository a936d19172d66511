package io.emperor.provisioning.membership;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A real HAProxy, master and worker, with a file of its user's and one of ours. */
final class HaproxyProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final int port = freePort();
  private final RuntimeSocket runtime;
  private final Process master;

  private HaproxyProcess(Path directory) throws IOException {
    this.directory = directory;
    this.runtime = new RuntimeSocket(socket(directory), Duration.ofSeconds(5));
    Files.writeString(directory.resolve("main.cfg"), main());
    this.master =
        new ProcessBuilder(command("-W", "-db", "-S", masterSocket().getPath().toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("haproxy.log").toFile())
            .start();
  }

  /** Starts one that reads {@code haproxy_shop.cnf}, which is there, and waits until it answers. */
  static HaproxyProcess start(Path directory) throws IOException {
    HaproxyProcess haproxy = new HaproxyProcess(directory);
    try {
      until("HAProxy answers", haproxy::answers);
    } catch (RuntimeException | Error e) {
      haproxy.close();
      throw e;
    }
    return haproxy;
  }

  private boolean answers() {
    if (!master.isAlive()) {
      throw new IllegalStateException("HAProxy did not start: see " + directory);
    }
    try {
      return ask("show info").contains("Pid: ") && isListening();
    } catch (IOException e) {
      return false;
    }
  }

  static UnixDomainSocketAddress socket(Path directory) {
    return UnixDomainSocketAddress.of(directory.resolve("haproxy.sock"));
  }

  /** One that may look at all, and change nothing of it. */
  static UnixDomainSocketAddress operatorSocket(Path directory) {
    return UnixDomainSocketAddress.of(directory.resolve("operator.sock"));
  }

  /** The user's own file: what is ours is not in it. */
  private String main() {
    return """
    global
        stats socket SOCKET mode 600 level admin expose-fd listeners
        stats socket OPERATOR mode 600 level operator
        hard-stop-after 30s
    defaults
        mode http
        option redispatch
        option idle-close-on-response
        timeout connect 5s
        timeout client 30s
        timeout server 30s
    frontend web
        bind 127.0.0.1:PORT
        default_backend shop_web
    """
        .replace("SOCKET", socket(directory).getPath().toString())
        .replace("OPERATOR", operatorSocket(directory).getPath().toString())
        .replace("PORT", Integer.toString(port));
  }

  private List<String> command(String... options) throws IOException {
    return Stream.of(
            List.of(binary()),
            List.of(options),
            List.of("-f", directory.resolve("main.cfg").toString()),
            List.of("-f", directory.resolve("haproxy_shop.cnf").toString()))
        .flatMap(List::stream)
        .toList();
  }

  /** The environment variable {@code HAPROXY_BIN}, else what {@code bin/fetch-proxy} prints. */
  private static String binary() throws IOException {
    String given = System.getenv("HAPROXY_BIN");
    if (given != null && !given.isBlank()) {
      return given;
    }
    Path script = Path.of("").toAbsolutePath().resolveSibling("bin/fetch-proxy");
    Process process =
        new ProcessBuilder(script.toString(), "haproxy")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(new File("/dev/null"))
            .start();
    String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (path.isBlank()) {
      throw new IllegalStateException(script + " failed; set HAPROXY_BIN");
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

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** What HAProxy itself says of the files: its status, and the words if it is not 0. */
  String check() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command("-c")).redirectErrorStream(true).start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + (process.exitValue() == 0 ? "" : ": " + words);
  }

  String ask(String command) throws IOException {
    return runtime.ask(command);
  }

  /** The process that has the connections: another one after a reload. */
  String worker() throws IOException {
    return ask("show info")
        .lines()
        .filter(line -> line.startsWith("Pid: "))
        .findFirst()
        .orElseThrow();
  }

  /** Has it read its files anew, and waits until another worker answers. */
  void reload() throws IOException, InterruptedException {
    String before = worker();
    new ProcessBuilder("kill", "-USR2", Long.toString(master.pid())).start().waitFor();
    until(
        "another worker answers",
        () -> {
          try {
            return !worker().equals(before) && isListening();
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** Whether the master has begun to wait for signals: it is deaf to them before that. */
  private boolean isListening() throws IOException {
    return new RuntimeSocket(masterSocket(), Duration.ofSeconds(5))
        .ask("show proc;quit")
        .contains("master");
  }

  private UnixDomainSocketAddress masterSocket() {
    return UnixDomainSocketAddress.of(directory.resolve("master.sock"));
  }

  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  @Override
  public void close() {
    master.descendants().forEach(ProcessHandle::destroyForcibly);
    master.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
