package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.base.DaemonThreads;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.database.ScratchPostgres;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database among the other things that a program waits for. */
@Timeout(120)
class ProvisionedDatabaseTest {

  private static ScratchPostgres server;

  @TempDir Path directory;

  private final BlockingQueue<Provisioned> provisioned = new LinkedBlockingQueue<>();
  private final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> missing = new LinkedBlockingQueue<>();
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private @Nullable Provisioning provisioning;

  @BeforeAll
  static void start() throws IOException {
    server = ScratchPostgres.running();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @AfterEach
  void close() {
    if (provisioning != null) {
      provisioning.close();
    }
  }

  private Provisioning provisioning() {
    return Objects.requireNonNull(provisioning);
  }

  private void open(String password) throws IOException {
    Files.createDirectories(directory.resolve("schemas"));
    Files.writeString(directory.resolve("schemas/db.schema"), "{name: db, type: object}");
    Path handler = Files.writeString(directory.resolve("configure"), "#!/bin/sh\n");
    assertThat(handler.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(directory.resolve("db/migration"));
    Files.writeString(
        directory.resolve("db/migration/V7__goods.sql"), "CREATE TABLE goods (name text);");
    values(password);
    Path file =
        Files.writeString(
            directory.resolve("shop.yaml"),
            """
            sources: [{file: values.yaml}]
            schemas: schemas
            rules: [{when: db, do: ./configure}]
            env: {DB_USER: "${db.user}"}
            database:
              url: jdbc:postgresql://${db.host}/shop
              user: ${db.user}
              password: ${db.password}
              create: true
              migrations: db/migration
            """);
    Provisioning opened =
        new Provisioning(
            new InputsReader(Duration::parse, "/usr/bin:/bin").read(file),
            new Surroundings(
                () -> {
                  throw new AssertionError("nobody asks Consul");
                },
                this::run,
                new FileCommit("shop", new Checks(this::run, Map.of(), directory, false)),
                Optional.empty(),
                DatabaseLibraries.own(),
                Map.of(),
                Optional.empty(),
                new DaemonThreads("provisioning")),
            Provisioning.Later.GIVEN,
            new Hearer());
    provisioning = opened;
    opened.open();
  }

  private void values(String password) throws IOException {
    Path staged =
        Files.writeString(
            directory.resolve("values.new"),
            "db: {host: '%s', user: %s, password: '%s'}\n"
                .formatted(server.address(), server.user(), password));
    Files.move(staged, directory.resolve("values.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private Ended run(Command command) {
    handled.add(new String(command.input(), StandardCharsets.UTF_8));
    return new Ended(0, false);
  }

  private void awaitMissing(String text) throws InterruptedException {
    List<String> lines;
    do {
      lines =
          Objects.requireNonNull(missing.poll(60, TimeUnit.SECONDS), () -> "never misses " + text);
    } while (lines.stream().noneMatch(line -> line.contains(text)));
  }

  @Test
  void isReadyBeforeTheRulesAndTheStart() throws Exception {
    open("wr0ng-s3cret");
    awaitMissing("refuses user " + server.user());
    assertThat(handled).isEmpty();
    assertThat(provisioned).isEmpty();
    assertThat(provisioning().missing().toString()).doesNotContain("wr0ng");

    values(server.password());

    Provisioned given =
        Objects.requireNonNull(provisioned.poll(60, TimeUnit.SECONDS), "nothing was provisioned");
    assertThat(given.texts("env")).containsExactly(Map.entry("DB_USER", server.user()));
    assertThat(handled).hasSize(1);
    assertThat(provisioning().view().database()).isEqualTo(new InputsView.Database("shop", "7"));
    assertThat(server.query("shop", "SELECT count(*) FROM goods")).containsExactly("0");
  }

  @Test
  void oneThatIsBrokenIsTheEnd() throws Exception {
    Files.createDirectories(directory.resolve("db/migration"));
    Files.writeString(directory.resolve("db/migration/V8__bad.sql"), "SELECT nonsense;");
    open(server.password());

    RuntimeException failure =
        Objects.requireNonNull(failures.poll(60, TimeUnit.SECONDS), "nothing has failed");
    assertThat(failure).hasMessageContaining("V8__bad.sql").hasMessageContaining("version 8");
    assertThat(handled).isEmpty();
  }

  private final class Hearer implements Provisioning.Listener {

    @Override
    public void provisioned(Provisioned inputs) {
      provisioned.add(inputs);
    }

    @Override
    public void waits() {
      missing.add(provisioning().missing());
    }

    @Override
    public void failed(RuntimeException failure) {
      failures.add(failure);
    }
  }
}
