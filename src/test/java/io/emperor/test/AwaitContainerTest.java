package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code emperor await} as the first process of a container, in the image layer that its page
 * describes. {@code RUNTIME_IMAGE} names what it is built on, as bin/jre-image prints it.
 */
@EnabledIfEnvironmentVariable(named = "RUNTIME_IMAGE", matches = ".+")
class AwaitContainerTest {

  private static final String ZOMBIES =
      "for file in /proc/[0-9]*/stat; do { read -r pid name state rest <$file; } 2>/dev/null"
          + " && [ $state = Z ] && echo $pid $name; done; :";

  private static final String DISTRIBUTION = "emperor/distribution:test";
  private static final String IMAGE = "emperor/await:test";

  @TempDir Path directory;

  @BeforeAll
  static void build(@TempDir Path context) throws IOException {
    Path whole = context.resolve("whole");
    Files.writeString(whole, "FROM scratch\nCOPY . /opt/emperor\n");
    String home = EmperorProcess.HOME.toString();
    Container.docker("build", "--tag=" + DISTRIBUTION, "--file=" + whole, home);
    Files.writeString(context.resolve("Dockerfile"), documented());
    Container.docker(
        "build",
        "--build-arg=EMPEROR_IMAGE=" + DISTRIBUTION,
        "--build-arg=RUNTIME_IMAGE=" + System.getenv("RUNTIME_IMAGE"),
        "--tag=" + IMAGE,
        context.toString());
  }

  /** The last of the page's Dockerfiles. */
  private static String documented() throws IOException {
    String page = Files.readString(EmperorProcess.HOME.resolve("docs/await.md"));
    String start = "```dockerfile\n";
    String file = page.substring(page.lastIndexOf(start) + start.length());
    return file.substring(0, file.indexOf("```"));
  }

  private static Container await(String... words) {
    List<String> all = new ArrayList<>(List.of(IMAGE));
    all.addAll(List.of(words));
    return Container.create(all.toArray(String[]::new)).start();
  }

  @Test
  void theLayerIsAsSmallAsItsPageSays() {
    assertThat(size(IMAGE) - size(System.getenv("RUNTIME_IMAGE"))).isBetween(1L, 17_500_000L);
  }

  private static long size(String image) {
    return Long.parseLong(Container.docker("inspect", "--format={{.Size}}", image));
  }

  @Test
  void itWaitsForTheLastOfAllAndIsTheCommandThen() throws IOException {
    int tcp = FreePort.find();
    AtomicInteger answer = new AtomicInteger(503);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    http.start();
    String[] wanted = {
      "--service=shop",
      "--wait=tcp://127.0.0.1:" + tcp,
      "--wait=http://127.0.0.1:" + http.getAddress().getPort() + "/ready",
      "--wait=file:///tmp/there"
    };
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        Container late = await(words(agent, List.of("--timeout=2s"), wanted, "true"));
        Container container =
            await(
                words(
                    agent,
                    List.of(),
                    wanted,
                    "sh",
                    "-c",
                    "echo process $$; for name in /proc/[0-9]*/comm; do read -r name <$name; echo \"runs $name\"; done; exec sleep 300"))) {
      assertThat(late.status()).isEqualTo(124);
      assertThat(late.logs())
          .contains("service shop (", "tcp://127.0.0.1:", "http://127.0.0.1:", "file:///tmp/there");

      container.says("waits for");
      agent.put("/v1/agent/service/register", "{\"Name\": \"shop\", \"Port\": 80}");
      try (ServerSocket listens = new ServerSocket(tcp)) {
        assertThat(listens.isBound()).isTrue();
        answer.set(204);
        Await.holdsFor(Duration.ofSeconds(1), "waits", () -> !container.logs().contains("process"));
        container.shell("touch /tmp/there");
        container.says("process 1\n");
      }
      container.says("runs sh");
      assertThat(container.logs()).doesNotContain("runs java");
      assertThat(container.shell("cat /proc/1/comm; find /dev/shm /tmp -name 'emperor*'"))
          .isEqualTo("sleep");
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      http.stop(0);
    }
  }

  private static String[] words(
      ConsulAgentProcess agent, List<String> more, String[] wanted, String... command) {
    List<String> words = new ArrayList<>(List.of("--consul-agent=" + agent.httpAddress()));
    words.addAll(more);
    words.addAll(List.of(wanted));
    words.add("--");
    words.addAll(List.of(command));
    return words.toArray(String[]::new);
  }

  @Test
  void eachSignalEndsTheWaitWithItsStatus() {
    Map<String, Integer> statuses =
        Map.of("TERM", 143, "INT", 130, "HUP", 129, "QUIT", 131, "USR1", 138, "USR2", 140);
    Map<String, Container> waiting = new TreeMap<>();
    statuses
        .keySet()
        .forEach(signal -> waiting.put(signal, await("--wait=file:///none", "--", "true")));
    try {
      waiting.forEach(
          (signal, container) -> {
            container.says("waits for");
            container.signal(signal);
          });
      waiting.forEach(
          (signal, container) ->
              assertThat(container.status()).as(signal).isEqualTo(statuses.get(signal)));
    } finally {
      waiting.values().forEach(Container::close);
    }
  }

  @Test
  void aParentHandsEverySignalOnAndReapsOrphans() {
    try (Container container =
        await(
            "--watch",
            "--",
            "sh",
            "-c",
            """
            for signal in INT HUP QUIT USR1 USR2; do trap "echo got $signal" $signal; done
            trap 'echo got TERM; exit 7' TERM
            sh -c 'sh -c "echo \\$\\$ >/tmp/orphan; until [ -e /tmp/go ]; do sleep 0.1; done" & sleep 1'
            echo up
            while :; do sleep 0.1; done
            """)) {
      container.says("up");
      assertThat(
              container.shell(
                  "read -r orphan </tmp/orphan; read -r pid name state parent rest </proc/$orphan/stat; echo $parent $name"))
          .isEqualTo("1 (sh)");
      for (String signal : List.of("INT", "HUP", "QUIT", "USR1", "USR2")) {
        container.signal(signal);
        container.says("got " + signal);
      }
      container.shell("touch /tmp/go");
      Await.until(
          "the orphan is reaped",
          () ->
              container
                  .shell("read -r orphan </tmp/orphan; [ -e /proc/$orphan ] || echo gone")
                  .equals("gone"));
      // One that ends just now is a zombie for a moment, or is gone before it is looked at.
      Await.until("there are no zombies", () -> container.shell(ZOMBIES).isEmpty());

      container.signal("TERM");

      assertThat(container.status()).isEqualTo(7);
      assertThat(container.logs()).containsOnlyOnce("got TERM");
    }
  }

  @Test
  void aStopEndsAPlainCommandAtOnce() {
    try (Container container = await("--watch", "--", "sh", "-c", "echo up; exec sleep 300")) {
      container.says("up");
      long begun = System.nanoTime();

      Container.docker("stop", "--time=20", container.id());

      assertThat(container.status()).isEqualTo(143);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void discosOwnExampleIsAnEntryPoint() throws IOException {
    Path tests = Files.createDirectory(directory.resolve("tests"));
    Files.writeString(
        tests.resolve("mysql.yaml"),
        "mysql:\n  host: localhost:3306\n  username: root\n  password: secret\n  database: foo\n");
    Files.writeString(
        tests.resolve("interface-mysql.schema"),
        """
        type: object
        name: mysql
        properties:
          host: {type: string}
          username: {type: string}
          password: {type: string}
          database: {type: string}
        required: [host, username, password, database]
        """);
    Files.writeString(
        tests.resolve("myapp1.rules"), "rules:\n  - when: mysql\n    do: mysql-configure\n");
    Path handler = tests.resolve("mysql-configure");
    Files.writeString(handler, "#!/bin/sh\nread -r given\necho \"READ $given\" >/tmp/given\n");
    Files.setPosixFilePermissions(handler, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Container container =
        Container.create(
                "--entrypoint=/opt/emperor/bin/disco",
                "--env=DISCO_CFG=flat.file=/tests/mysql.yaml|disco.path=/tests",
                IMAGE,
                "sh",
                "-c",
                "echo doit $$; cat /tmp/given")
            .with(tests, "/tests")
            .start()) {
      assertThat(container.status()).isZero();
      assertThat(container.logs())
          .contains("doit 1\n")
          .contains("READ {\"host\":\"localhost:3306\",\"username\":\"root\"");
    }
  }
}
