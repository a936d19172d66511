package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.provisioning.database.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL, which knows no Consul, as a command of {@code emperor await}. */
@Timeout(120)
class WrappedServerTest {

  private static final String TEMPLATE =
      """
      max_connections = {{ input("postgres.connections", 50) }}
      work_mem = {{ input("postgres.memory", "4MB") }}
      """;

  @TempDir Path directory;

  private ScratchPostgres server;
  private ConsulAgentProcess agent;
  private ConsulView consul;

  @BeforeEach
  void start() throws IOException {
    server = ScratchPostgres.prepared();
    agent = ConsulAgentProcess.start();
    consul = new ConsulView(agent.httpAddress());
    Files.writeString(directory.resolve("postgresql.conf.peb"), TEMPLATE);
    Files.writeString(
        directory.resolve("postgres.yaml"),
        """
        sources: [{consul: config/postgres/}]
        templates:
          configuration: {source: postgresql.conf.peb, destination: %s, on-change: "signal:HUP"}
        on-change: none
        """
            .formatted(server.data().resolve("postgresql.conf")));
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
    server.close();
  }

  @Test
  void itsParametersAreKeysAndItIsInConsulWhileItTakesConnections() throws Exception {
    put("connections", "42");
    Process process = await();
    try {
      assertThat(consul.passing("postgres").at("/Service/Port").asInt()).isEqualTo(server.port());
      assertThat(shown("max_connections")).isEqualTo("42");

      put("memory", "8MB");
      Await.until("it has read its configuration again", () -> shown("work_mem").equals("8MB"));

      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero(); // its own
      consul.gone("postgres");
      String log = Files.readString(directory.resolve("log"));
      assertThat(log.indexOf("is deregistered"))
          .isPositive()
          .isLessThan(log.indexOf("received smart shutdown request"));
    } finally {
      process.destroyForcibly();
    }
  }

  private void put(String key, String value) {
    String path = "/v1/kv/config/postgres/postgres/" + key;
    assertThat(agent.put(path, value).strip()).isEqualTo("true");
  }

  private String shown(String parameter) throws SQLException {
    return server.query("postgres", "SHOW " + parameter).get(0);
  }

  private Process await() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(EmperorProcess.HOME.resolve("bin/emperor").toString());
    command.addAll(List.of("await", "--consul-agent", agent.httpAddress(), "--watch"));
    command.addAll(List.of("--input", directory.resolve("postgres.yaml").toString()));
    command.addAll(List.of("--register", "postgres", "--port", "" + server.port(), "--"));
    command.addAll(server.command());
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }
}
