package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vassals whose app comes from an address, while the emperor and the server come and go. */
@Tag("jdk")
class FetchedAppTest {

  private static final int FIRST_PART = 1000;
  private static final String LOGIN = "me:hunter2";

  @TempDir Path data;
  @TempDir Path vassals;
  @TempDir Path elsewhere;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Headers> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean stuck = true;
  private byte[] app = {};
  private HttpServer server;
  private ConsulAgentProcess agent;
  private ConsulView consul;

  @BeforeEach
  void start() throws IOException {
    AppJar.providing(Web.class).dropInto(elsewhere, "built");
    app = Files.readAllBytes(elsewhere.resolve("built.jar"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
    agent.close();
  }

  @Test
  void comesOnceIsGoneOnWithAfterAKillAndIsThereWithoutItsServer() throws Exception {
    Files.writeString(elsewhere.resolve("login"), LOGIN);
    drop("shop");
    try (EmperorProcess emperor = emperor()) {
      Await.until("the first part is kept", () -> kept(".part") == FIRST_PART);
      emperor.kill();
      emperor.exitStatus();
    }
    stuck = false;
    drop("stall");

    try (EmperorProcess emperor = emperor()) {
      consul.passing("shop");
      consul.passing("stall");
      assertThat(asked).hasSize(2);
      assertThat(asked.get(1).getFirst("Range")).isEqualTo("bytes=" + FIRST_PART + "-");
      assertThat(asked.get(1).getFirst("Authorization")).startsWith("Basic ");
      assertThat(kept(".jar")).isEqualTo(app.length);

      server.stop(0);
      Files.writeString(vassals.resolve("shop.yaml"), yaml() + "consul-service-tags: [again]\n");
      emperor.line(" shop: running generation 2");
      emperor.interrupt();
      assertThat(emperor.exitStatus()).isZero();
      assertThat(String.join("\n", emperor.lines())).doesNotContain("hunter2", "s1gnature");
    }
    try (EmperorProcess emperor = emperor()) {
      emperor.line(" shop: running generation 1");
    }
  }

  private void drop(String name) throws IOException {
    Files.writeString(vassals.resolve(name + ".yaml"), yaml());
  }

  private String yaml() {
    return String.format(
        Locale.ROOT,
        """
        app: http://127.0.0.1:%d/shop.jar?sig=s1gnature
        checksum: sha256:%s
        app-credentials-file: %s
        """,
        server.getAddress().getPort(),
        hex(),
        elsewhere.resolve("login"));
  }

  private String hex() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(app));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private EmperorProcess emperor() {
    return Scene.emperor(data, agent.httpAddress(), vassals.toString());
  }

  /** How much is kept of the app; -1 for no such file. */
  private long kept(String ending) {
    Path file =
        data.resolve("tester/downloads/" + hex() + (ending.equals(".jar") ? "" : ".jar") + ending);
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestHeaders());
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
      exchange.getResponseHeaders().add("ETag", "\"v1\"");
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .add(
                "Content-Range",
                String.format(Locale.ROOT, "bytes %d-%d/%d", from, app.length - 1, app.length));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, app.length - from);
      exchange.getResponseBody().write(app, from, stuck ? FIRST_PART : app.length - from);
      exchange.getResponseBody().flush();
      if (stuck) {
        over.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
