package io.emperor.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.inputs.ChildPrograms;
import io.emperor.provisioning.handler.ConfigEvents;
import io.emperor.provisioning.handler.ConfigUpdated;
import io.emperor.provisioning.handler.HandlersPlan;
import io.emperor.provisioning.handler.MemberFilter;
import io.emperor.provisioning.handler.QueuedEvents;
import io.emperor.provisioning.handler.RoleHandlers;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.serf.SerfAgentProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real serf agent whose event handler is {@code bin/serf-handler}. */
@Timeout(60)
class SerfAgentHandlerTest {

  private static final String SERF = SerfAgentProcess.binary();
  private static final Path HANDLER = Path.of("..", "bin", "serf-handler").toAbsolutePath();

  @TempDir Path directory;

  private final List<String> kept = new CopyOnWriteArrayList<>();
  private Path handlers;
  private ChildProcesses children;
  private QueuedEvents queued;
  private AdminRig admin;
  private @Nullable Process agent;
  private String rpc = "";

  @BeforeEach
  void start() throws Exception {
    handlers = directory.resolve("handlers");
    Path unused = Files.createDirectories(handlers.resolve("db"));
    children = new ChildProcesses(directory.resolve("home"));
    queued =
        new QueuedEvents(
            new RoleHandlers(
                new ChildPrograms(children, "serf"),
                new HandlersPlan(handlers, MemberFilter.ALL, Duration.ofSeconds(10)),
                Map.of("PATH", "/usr/bin:/bin")),
            100);
    Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef");
    admin = new AdminRig(directory, token, new ConfigEvents(this::keep, queued));
    handler("member-join", "cat >../joined.new; mv ../joined.new ../joined");
  }

  private ConfigUpdated.Taken keep(byte[] payload) {
    kept.add(new String(payload, UTF_8));
    return new ConfigUpdated.Taken(true, Optional.of("ok"));
  }

  /** An agent whose handler is told of the endpoint by its environment. */
  private void agent(String node) throws Exception {
    rpc = free();
    ProcessBuilder builder =
        new ProcessBuilder(
            SERF,
            "agent",
            "-node=" + node,
            "-bind=" + free(),
            "-rpc-addr=" + rpc,
            "-tag=role=db",
            "-tag=shop.service_type=web",
            "-event-handler=" + HANDLER);
    builder
        .environment()
        .putAll(
            Map.of(
                "EMPEROR_ADMIN",
                "127.0.0.1:" + admin.uri("/").getPort(),
                "EMPEROR_ADMIN_TOKEN_FILE",
                directory.resolve("token").toString()));
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("agent").toFile());
    agent = builder.start();
    Await.until("it has joined itself", () -> Files.exists(handlers.resolve("joined")));
  }

  private static String free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (agent != null) {
      agent.destroy();
      agent.waitFor();
    }
    admin.close();
    queued.close();
    children.endSurvivors();
    children.close();
  }

  private void handler(String event, String script) throws IOException {
    Path handler = handlers.resolve("db").resolve(event);
    Files.writeString(handler, "#!/bin/sh\n" + script + "\n");
    assertThat(handler.toFile().setExecutable(true)).isTrue();
  }

  private String serf(String command, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(SERF, command, "-rpc-addr=" + rpc));
    Stream.of(words).forEach(all::add);
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void membersEventsAndQueriesReachTheHandlers() throws Exception {
    handler("deploy", "cat >../payload; env | sort >../env.new; mv ../env.new ../env");
    handler("load", "printf 'load of %s' \"$SERF_SELF_NAME\"");
    agent("o'ne");

    assertThat(handlers.resolve("joined")).content().startsWith("o'ne\t127.0.0.1\tdb\t");
    String unused = serf("event", "-coalesce=false", "deploy", "p\"a'y\nload");
    Await.until("it was handled", () -> Files.exists(handlers.resolve("env")));
    assertThat(handlers.resolve("payload")).hasContent("p\"a'y\nload\n");
    assertThat(Files.readAllLines(handlers.resolve("env")))
        .contains(
            "SERF_EVENT=user",
            "SERF_SELF_NAME=o'ne",
            "SERF_SELF_ROLE=db",
            "SERF_TAG_ROLE=db",
            "SERF_TAG_SHOP_SERVICE_TYPE=web",
            "SERF_USER_EVENT=deploy");
    assertThat(serf("query", "-timeout=5s", "load")).contains("'o'ne': load of o'ne\n");
  }

  @Test
  void configUpdatedIsKeptAndAnswered() throws Exception {
    agent("one");

    String unused = serf("event", "-coalesce=false", "config_updated", "{\"p\":1}");
    Await.until("it is kept", () -> kept.size() == 1);
    assertThat(serf("query", "-timeout=5s", "config_updated", "{\"p\":2}")).contains("'one': ok");
    assertThat(kept).containsExactly("{\"p\":1}\n", "{\"p\":2}\n");
  }

  @Test
  void theLongestAnswerIsOneThatSerfLetsThrough() throws Exception {
    String name = "n".repeat(100);
    handler("big", "head -c 100000 /dev/zero | tr '\\000' x");
    agent(name);

    assertThat(serf("query", "-timeout=5s", "big")).contains("': " + "x".repeat(1024 - 164));
  }
}
