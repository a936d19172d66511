package io.emperor.runtime;

import static io.emperor.runtime.SharedJvmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.consul.Await;
import io.emperor.http.ListeningPort;
import io.emperor.logging.VassalName;
import io.emperor.runtime.apps.Puppet;
import io.emperor.runtime.apps.Serving;
import io.emperor.runtime.shared.LeftThreads;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class UnloadingTest {

  private static final int MOST_COLLECTIONS = 50;

  @TempDir Path directory;

  private SharedJvmRig rig;

  @BeforeEach
  void start() {
    rig = new SharedJvmRig(directory);
  }

  @AfterEach
  void stop() {
    System.getProperties().remove(Serving.LOADER);
    rig.close();
  }

  @Test
  void nothingHoldsOnToAnAppThatHasServed() throws Exception {
    Reference<?> loader = lifeOfAServingApp();

    AtomicInteger collections = new AtomicInteger();
    Await.until(
        "its class loader is gone",
        () -> {
          assertThat(collections.incrementAndGet()).isLessThanOrEqualTo(MOST_COLLECTIONS);
          System.gc();
          return loader.refersTo(null);
        });
  }

  @Test
  void itsThreadsEndWithIt() throws Exception {
    Reference<?> unused = lifeOfAServingApp();

    theThreadsGo();
  }

  @Test
  void theJarCanBeDeletedAndNothingIsReadFromItAnyMore() throws Exception {
    try (Hand hand = new Hand()) {
      CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
      hand.onStart(context -> seen.complete(Thread.currentThread().getContextClassLoader()));
      App app = rig.load(AppJar.providing(Puppet.class).with("text", "here"));
      app.start(LONG).get();
      assertThat(seen.get().getResource("text")).isNotNull();

      app.stop(LONG).get();
      app.close();

      Files.delete(directory.resolve("shop-3.jar"));
      assertThat(seen.get().getResource("text")).isNull();
    }
  }

  @Test
  void whatTheAppLeftRunningOnItsThreadsIsInterrupted() throws Exception {
    try (Hand hand = new Hand()) {
      CountDownLatch working = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      hand.onHealth(
          () -> {
            working.countDown();
            never.await();
            throw new AssertionError("unreachable");
          });
      App app = rig.load(AppJar.providing(Puppet.class));
      app.start(LONG).get();
      var unused = app.health(LONG);
      working.await();

      app.close();

      theThreadsGo();
    }
  }

  @Test
  void aThreadThatDoesNotEndIsToldByItsName() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(LeftThreads.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    CountDownLatch released = new CountDownLatch(1);
    try (Hand hand = new Hand()) {
      hand.onStart(
          context -> new Thread(() -> Hand.stubbornly(released), "stubborn-worker").start());
      App app = rig.load(AppJar.providing(Puppet.class));
      app.start(LONG).get();
      app.stop(LONG).get();
      app.close();

      Await.until(
          "it is told",
          () ->
              List.copyOf(log.list).stream()
                  .map(ILoggingEvent::getFormattedMessage)
                  .anyMatch(
                      line -> line.startsWith("shop#3") && line.endsWith(": stubborn-worker")));
    } finally {
      released.countDown();
      logger.detachAppender(log);
    }
  }

  private Reference<?> lifeOfAServingApp() throws Exception {
    App app = rig.load(AppJar.providing(Serving.class));
    app.start(LONG).get();
    ListeningPort port = rig.serve(app);
    assertThat(SharedJvmRig.get(port)).isEqualTo("hello");
    app.servlets().orElseThrow().drain().get();
    app.stop(LONG).get();
    app.close();
    port.close();
    return (Reference<?>) Objects.requireNonNull(System.getProperties().get(Serving.LOADER));
  }

  private static void theThreadsGo() {
    Await.until(
        "its threads are gone",
        () -> {
          assertThat(threadsOf("shop")).isEmpty();
          return true;
        });
  }

  private static List<Thread> threadsOf(String vassal) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> VassalName.of(thread).filter(vassal::equals).isPresent())
        .toList();
  }
}
