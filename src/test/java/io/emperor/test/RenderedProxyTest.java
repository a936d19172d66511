package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import io.emperor.test.apps.Edition;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A proxy whose file is rendered from what Consul says, as {@code docs/proxies.md} has it, while
 * clients ask through it without a pause.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // each test starts what is for its proxy
class RenderedProxyTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int ASKING = 4;
  private static final String TIMEOUT = "/v1/kv/config/proxy/timeout";

  @TempDir Path directory;
  @TempDir Path data;
  @TempDir Path vassals;

  private final int port = FreePort.find();
  private final List<Client> clients = new ArrayList<>();
  private final Set<String> bodies = ConcurrentHashMap.newKeySet();
  private final AtomicLong answers = new AtomicLong();
  private ConsulAgentProcess agent;
  private ConsulView consul;
  private EmperorProcess emperor;
  private Path file;

  private void start(Proxy proxy) throws IOException {
    Path binary = proxy.binary();
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
    file = directory.resolve(proxy.file());
    emperor =
        EmperorProcess.start(
            data,
            Map.of("PATH", binary.getParent() + ":" + System.getenv("PATH")),
            "--consul-agent",
            agent.httpAddress(),
            "--vassals",
            vassals.toString(),
            "--name",
            "tester");
    for (Map.Entry<String, String> each : proxy.recipe(port, directory).entrySet()) {
      boolean isVassal = each.getKey().equals("proxy.yaml");
      AppJar.drop(each.getValue(), (isVassal ? vassals : directory).resolve(each.getKey()));
    }
  }

  @AfterEach
  void stop() {
    if (agent != null) {
      emperor.close();
      agent.close();
    }
  }

  private Path shop(String name) {
    String config =
        """
        consul-service-name: shop
        consul-service-id: shop-%s
        isolation: process
        settings: {edition: %s}
        """;
    AppJar.drop(config.formatted(name, name), vassals.resolve(name + ".yaml"));
    return AppJar.providing(Edition.class).dropInto(vassals, name);
  }

  private void remove(Path app) throws IOException {
    Files.delete(app);
    Files.delete(app.resolveSibling(app.getFileName().toString().replace(".jar", ".yaml")));
  }

  /** The addresses of the instances that Consul has, once there are so many. */
  private List<String> instances(int count) {
    List<String> found = new ArrayList<>();
    consul
        .await("/v1/health/service/shop?passing", all -> all.size() == count)
        .forEach(each -> found.add("127.0.0.1:" + each.at("/Service/Port").asInt()));
    return found;
  }

  private int portOf(String name) {
    for (JsonNode each : consul.get("/v1/health/service/shop?passing")) {
      if (each.at("/Service/ID").asText().equals("shop-" + name)) {
        return each.at("/Service/Port").asInt();
      }
    }
    throw new AssertionError(name + " is not passing");
  }

  private static void awaitClosed(int port) {
    Await.within(
        LIMIT,
        "nobody listens on " + port,
        () -> {
          try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return false;
          } catch (ConnectException e) {
            return true;
          }
        });
  }

  private boolean names(List<String> instances) throws IOException {
    List<String> named =
        Files.readString(file)
            .lines()
            .filter(line -> line.contains("server 127.") || line.contains("server shop-"))
            .map(line -> line.replaceAll(".*(127[.]0[.]0[.]1:[0-9]+).*", "$1"))
            .toList();
    return named.size() == instances.size() && named.containsAll(instances);
  }

  private void awaitNamed(int count) {
    List<String> instances = instances(count);
    Await.within(LIMIT, "the file names " + instances, () -> names(instances));
  }

  /** Begins to ask on several threads, which keep their connections. */
  private void ask() {
    for (int i = 0; i < ASKING; i++) {
      clients.add(
          Client.asking(
              () -> {
                HttpResponse<String> answer = Http.get(port, "/");
                assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
                bodies.add(answer.body());
                answers.incrementAndGet();
              }));
    }
  }

  private void awaitServed(String... editions) {
    Await.within(LIMIT, "all serve, and no others", () -> served().equals(Set.of(editions)));
  }

  /** Who gives the next answers. */
  private Set<String> served() {
    long enough = answers.get() + 100;
    bodies.clear();
    Await.until("some are answered", () -> answers.get() >= enough);
    return Set.copyOf(bodies);
  }

  @ParameterizedTest
  @EnumSource
  void noRequestIsLostWhileInstancesComeAndGo(Proxy proxy) throws Exception {
    start(proxy);
    emperor.line(" proxy: waits for its inputs", "minimum: shop has 0 passing instances");
    shop("a");
    Path b = shop("b");
    JsonNode registered = consul.passing("proxy");
    awaitNamed(2);
    ask();
    awaitServed("a", "b");

    Path c = shop("c");
    awaitNamed(3);
    awaitServed("a", "b", "c");

    int old = portOf("b");
    Files.setLastModifiedTime(b, FileTime.from(Instant.now()));
    awaitClosed(old);
    assertThat(portOf("b")).isNotEqualTo(old);
    awaitNamed(3);
    awaitServed("a", "b", "c");

    int left = portOf("c");
    remove(c);
    awaitClosed(left);
    awaitNamed(2);
    awaitServed("a", "b");

    String before = Files.readString(file);
    agent.put(TIMEOUT, "soon");
    emperor.line(" proxy: a change is not taken", file + ": its check failed with status 1");
    awaitServed("a", "b");
    assertThat(Files.readString(file)).isEqualTo(before);
    agent.put(TIMEOUT, "20s");
    Await.within(LIMIT, "it is taken", () -> Files.readString(file).contains(" 20s"));
    awaitServed("a", "b");

    for (Client client : clients) {
      assertThat(client.failures()).isEmpty();
    }
    System.out.printf("%s: %d answers, 0 lost%n", proxy, answers.get());
    assertThat(consul.passing("proxy").at("/Service/Meta/generation"))
        .isEqualTo(registered.at("/Service/Meta/generation"));
  }

  @ParameterizedTest
  @EnumSource
  void theLastInstanceStaysInTheFile(Proxy proxy) throws Exception {
    start(proxy);
    Path a = shop("a");
    consul.passing("proxy");
    awaitNamed(1);
    String before = Files.readString(file);

    remove(a);

    emperor.line(" proxy: a change is not taken", "minimum: shop has 0 passing instances");
    assertThat(Files.readString(file)).isEqualTo(before);
    shop("b");
    awaitNamed(1);
    Await.within(LIMIT, "it serves", () -> Http.get(port, "/").body().equals("b"));
  }
}
