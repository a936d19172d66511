package io.emperor.provisioning.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.base.DaemonThreads;
import io.emperor.provisioning.database.DatabaseOutcome.Ready;
import io.emperor.provisioning.database.DatabaseOutcome.Waits;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DatabaseReadinessTest {

  private static final DatabasePlan PLAN = new DatabasePlan(true, Optional.empty());

  private final CountDownLatch closed = new CountDownLatch(1);
  private final DatabaseReadiness readiness =
      new DatabaseReadiness(
          PLAN,
          DatabaseLibraries.own(),
          () -> {},
          task ->
              new DaemonThreads("database")
                  .newThread(
                      () -> {
                        task.run();
                        closed.countDown();
                      }));

  @AfterEach
  void close() {
    readiness.close();
  }

  @Test
  void aServerThatStartsLateIsWaitedFor() throws Exception {
    try (PostgresServer server = new PostgresServer()) {
      DatabaseTarget target =
          new DatabaseTarget(server.url("late"), server.user(), DatabaseServer.PASSWORD);
      Poll.until(() -> reason(target).contains("no PostgreSQL answers at 127.0.0.1:"));

      server.start();

      Poll.until(() -> readiness.of(target).equals(Optional.of(new Ready("late", ""))));
    }
  }

  @Test
  void otherCredentialsAreTriedAtOnce() throws Exception {
    try (PostgresServer server = new PostgresServer()) {
      server.start();
      DatabaseTarget wrong = new DatabaseTarget(server.url("shop"), server.user(), "wrong");
      Poll.until(() -> reason(wrong).contains("refuses user postgres"));

      DatabaseTarget right =
          new DatabaseTarget(server.url("shop"), server.user(), DatabaseServer.PASSWORD);

      Poll.until(() -> readiness.of(right).equals(Optional.of(new Ready("shop", ""))));
    }
  }

  @Test
  void itsThreadEndsAlthoughAServerIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      DatabaseTarget target =
          new DatabaseTarget("jdbc:postgresql://" + address + "/shop?sslmode=disable", "u", "p");
      assertThat(readiness.of(target)).isEmpty();
      silent.accept(); // and says nothing

      readiness.close();

      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsLoadedGoesWithTheLastUser() throws IOException {
    DatabaseLibraries libraries = DatabaseLibraries.own();
    DatabaseLibraries.Use one = libraries.use();
    DatabaseLibraries.Use other = libraries.use();
    assertThat(other.library()).isSameAs(one.library());

    one.close();
    one.close();
    assertThat(libraries.use().library()).isSameAs(other.library());
    other.close();
    assertThat(libraries.use().library()).isSameAs(other.library());
  }

  @Test
  void aClassLoaderThatIsDoneWithIsCollected() throws Exception {
    WeakReference<ClassLoader> loader = usedOnce();

    Poll.until(
        () -> {
          System.gc();
          return loader.get() == null;
        });
  }

  private static WeakReference<ClassLoader> usedOnce() throws IOException {
    try (DatabaseLibraries.Use use = DatabaseLibraries.own().use()) {
      return new WeakReference<>(use.library().getClass().getClassLoader());
    }
  }

  private String reason(DatabaseTarget target) {
    return readiness
        .of(target)
        .filter(Waits.class::isInstance)
        .map(waits -> ((Waits) waits).reason())
        .orElse("");
  }
}
