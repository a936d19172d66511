package io.emperor.provisioning.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.database.DatabaseOutcome.Broken;
import io.emperor.provisioning.database.DatabaseOutcome.Ready;
import io.emperor.provisioning.database.DatabaseOutcome.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the gate does at any kind of server. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
abstract class GateContract {

  private static final AtomicInteger count = new AtomicInteger();

  static final String V1 = "CREATE TABLE goods (name varchar(40));\n";
  static final String V2 = "INSERT INTO goods VALUES ('tea');\n";

  @TempDir Path directory;

  final DatabaseServer server;
  final LogLines log = new LogLines();
  private final DatabaseLibraries libraries = DatabaseLibraries.own();

  GateContract(DatabaseServer server) throws IOException {
    this.server = server;
    server.start();
  }

  @AfterAll
  void stop() throws IOException {
    log.close();
    server.close();
  }

  @AfterEach
  void noSecretIsLogged() {
    assertThat(log.lines()).noneMatch(line -> line.contains(DatabaseServer.PASSWORD));
  }

  /** One that no other test has. */
  final String name() {
    return "shop" + count.incrementAndGet();
  }

  final Path migrations(String... texts) throws IOException {
    Path migrations = Files.createDirectories(directory.resolve("db/migration"));
    for (int i = 0; i < texts.length; i++) {
      Files.writeString(migrations.resolve("V" + (i + 1) + "__step.sql"), texts[i]);
    }
    return migrations;
  }

  final DatabaseOutcome pass(String name) throws InterruptedException {
    return pass(new DatabaseTarget(server.url(name), server.user(), DatabaseServer.PASSWORD));
  }

  final DatabaseOutcome pass(DatabaseTarget target) throws InterruptedException {
    return pass(target, true, new ArrayList<>());
  }

  final DatabaseOutcome pass(DatabaseTarget target, boolean create, List<Waits> meanwhile)
      throws InterruptedException {
    DatabasePlan plan = new DatabasePlan(create, Optional.of(directory.resolve("db/migration")));
    return new DatabaseGate(plan, libraries, target, meanwhile::add).pass();
  }

  private String broken(DatabaseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Broken.class);
    return ((Broken) outcome).reason();
  }

  private String waits(DatabaseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Waits.class);
    return ((Waits) outcome).reason();
  }

  @Test
  void aDatabaseIsMadeAndMigratedOnce() throws Exception {
    String name = name();
    migrations(V1, V2);

    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));
    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));

    assertThat(server.query(name, "SELECT name FROM goods")).containsExactly("tea");
  }

  @Test
  void whatIsNewIsMigrated() throws Exception {
    String name = name();
    migrations(V1);
    assertThat(pass(name)).isEqualTo(new Ready(name, "1"));

    Files.writeString(migrations(V1, V2).resolve("R__view.sql"), "CREATE VIEW teas AS SELECT 1;");

    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));
    assertThat(server.query(name, "SELECT * FROM teas")).containsExactly("1");
  }

  @Test
  void anOlderReleaseMayComeBack() throws Exception {
    String name = name();
    Path migrations = migrations(V1, V2);
    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));

    Files.delete(migrations.resolve("V2__step.sql"));

    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));
  }

  @Test
  void twentyAtOnceMakeAndMigrateItOnce() throws Exception {
    String name = name();
    migrations(V1, V2);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      CyclicBarrier together = new CyclicBarrier(20);
      long begin = System.nanoTime();
      List<Future<DatabaseOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        outcomes.add(
            threads.submit(
                () -> {
                  together.await();
                  DatabaseOutcome outcome = pass(name);
                  while (outcome instanceof Waits) {
                    outcome = pass(name);
                  }
                  return outcome;
                }));
      }
      for (Future<DatabaseOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new Ready(name, "2"));
      }
      System.out.printf(
          Locale.ROOT,
          "%s: 20 gates, one absent database: all through after %d ms%n",
          getClass().getSimpleName(),
          (System.nanoTime() - begin) / 1_000_000);
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.query(name, "SELECT name FROM goods")).containsExactly("tea");
  }

  @Test
  void whoFindsAllAsItShouldBeTakesNoLease() throws Exception {
    String name = name();
    migrations(V1);
    assertThat(pass(name)).isInstanceOf(Ready.class);

    try (Connection lease = server.connect(name)) {
      lease(name, lease);
      assertThat(pass(name)).isEqualTo(new Ready(name, "1"));
    }
  }

  @Test
  void whoeverWaitsForTheLeaseSaysSoAndCanBeInterrupted() throws Exception {
    String name = name();
    Path migrations = migrations(V1);
    assertThat(pass(name)).isInstanceOf(Ready.class);
    Files.writeString(migrations.resolve("V2__step.sql"), V2);
    List<Waits> meanwhile = new CopyOnWriteArrayList<>();

    try (Connection lease = server.connect(name)) {
      lease(name, lease);
      Thread waiting =
          new Thread(
              () -> {
                try {
                  pass(target(name), true, meanwhile);
                } catch (InterruptedException e) {
                  meanwhile.add(new Waits("interrupted", false));
                }
              });
      waiting.start();
      Poll.until(() -> !meanwhile.isEmpty());
      waiting.interrupt();
      waiting.join();
    }

    assertThat(meanwhile)
        .extracting(Waits::reason)
        .containsExactly(
            "database: " + name + " at 127.0.0.1:" + server.port + ": is being migrated by another",
            "interrupted");
    assertThat(server.query(name, "SELECT name FROM goods")).isEmpty();
  }

  private void lease(String name, Connection connection) throws Exception {
    new MigrationLock(DatabaseAddress.parse(server.url(name)))
        .take(connection, () -> Thread.currentThread().interrupt());
  }

  final DatabaseTarget target(String name) {
    return new DatabaseTarget(server.url(name), server.user(), DatabaseServer.PASSWORD);
  }

  @Test
  void aWrongPasswordIsWaitedForAndNotTold() throws Exception {
    migrations(V1);
    String reason =
        waits(pass(new DatabaseTarget(server.url(name()), server.user(), "wr0ng-s3cret")));

    assertThat(reason)
        .contains("127.0.0.1:" + server.port + " refuses user " + server.user())
        .endsWith("correct database.user and database.password")
        .doesNotContain("wr0ng");
    assertThat(log.lines()).noneMatch(line -> line.contains("wr0ng"));
  }

  @Test
  void whoMayNotMakeItSaysSo() throws Exception {
    migrations(V1);
    server.execute(server.always(), poor("poor"));

    assertThat(waits(pass(new DatabaseTarget(server.url(name()), "poor", DatabaseServer.PASSWORD))))
        .contains("user poor may not change that")
        .contains("give it the right to, or make the database yourself");
  }

  /** Makes a user who may do nothing. */
  abstract String poor(String user);

  @Test
  void whatIsNotToBeMadeIsWaitedFor() throws Exception {
    String name = name();
    migrations(V1);
    assertThat(waits(pass(target(name), false, new ArrayList<>())))
        .isEqualTo(
            "database: "
                + name
                + " at 127.0.0.1:"
                + server.port
                + ": is not there: make it, or write create: true");
  }

  @Test
  void aMigrationThatIsNotWhatItWasIsToldByFileAndVersion() throws Exception {
    String name = name();
    migrations(V1, V2);
    assertThat(pass(name)).isInstanceOf(Ready.class);

    migrations("CREATE TABLE others (name varchar(40));\n", V2);

    assertThat(broken(pass(name)))
        .contains("V1__step.sql (version 1) is not what it was when it was migrated");
  }

  @Test
  void aDatabaseOfSomebodyElsesIsLeftAlone() throws Exception {
    String name = name();
    migrations(V1);
    server.execute(server.always(), "CREATE DATABASE " + name);
    server.execute(name, "CREATE TABLE theirs (name varchar(40))");

    assertThat(broken(pass(name))).contains("has tables, and no history of migrations");
  }

  @Test
  void aHostileNameIsAName() throws Exception {
    migrations(V1, V2);
    String kept = name();
    server.execute(server.always(), "CREATE DATABASE " + kept);
    String hostile = "a\"b'; DROP DATABASE " + kept + "; --";

    DatabaseOutcome outcome =
        pass(URLEncoder.encode(hostile, StandardCharsets.UTF_8).replace("+", "%20"));

    assertThat(outcome).isEqualTo(new Ready(hostile, "2"));
    assertThat(databases()).contains(kept, hostile);
  }

  abstract List<String> databases() throws Exception;

  @Test
  void nobodyAtThePortIsWaitedFor() throws Exception {
    migrations(V1);
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(waits(pass(new DatabaseTarget(at(port), "u", DatabaseServer.PASSWORD))))
        .contains("answers at 127.0.0.1:" + port)
        .contains("refused");
  }

  private String at(int port) {
    return server.url("shop").replace(":" + server.port, ":" + port);
  }

  @Test
  void aServerThatNeverAnswersHoldsNobodyUp() throws Exception {
    migrations(V1);
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = at(silent.getLocalPort()) + limits();

      assertThat(waits(pass(new DatabaseTarget(url, "u", DatabaseServer.PASSWORD))))
          .contains("answers at 127.0.0.1:" + silent.getLocalPort());
    }
  }

  /** A second for each answer, as parameters of an address. */
  abstract String limits();

  @Test
  void whoIsKilledInTheMiddleLeavesTheRestToTheNext() throws Exception {
    String name = name();
    server.execute(server.always(), "CREATE DATABASE " + name);
    migrations(V1, "CREATE TABLE gate (name int);\n", "INSERT INTO gate VALUES (1);\n" + V2);
    pass(name, V1, "CREATE TABLE gate (name int);\n");
    Process child;
    try (Connection blocking = server.connect(name)) {
      block(blocking);
      child = GateChild.start(target(name), directory.resolve("db/migration"));
      Poll.until(() -> isBlocked(name));
      child.destroyForcibly().waitFor();
    }

    assertThat(pass(name)).isEqualTo(new Ready(name, "3"));
    assertThat(server.query(name, "SELECT name FROM goods")).containsExactly("tea");
  }

  /** With these migrations alone. */
  private void pass(String name, String... texts) throws Exception {
    Path third = directory.resolve("db/migration/V3__step.sql");
    String text = Files.readString(third);
    Files.delete(third);
    migrations(texts);
    assertThat(pass(name)).isEqualTo(new Ready(name, "" + texts.length));
    Files.writeString(third, text);
  }

  /** Nobody writes to the table gate while it is open. */
  abstract void block(Connection connection) throws Exception;

  abstract boolean isBlocked(String name);
}
