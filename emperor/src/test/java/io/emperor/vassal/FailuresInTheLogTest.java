package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.consul.Await;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the log tells of an app that throws: its stack trace once, its words each time. */
@Timeout(60)
class FailuresInTheLogTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);
  private static final String CAUSE =
      "java.net.ConnectException: connection refused to db.example:5432";

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("io.emperor");
  private SupervisorRig rig;
  private Supervisor shop;

  @BeforeEach
  void start() throws Exception {
    log.start();
    root.addAppender(log);
    rig =
        new SupervisorRig(directory, new RestartPolicy(Duration.ofMillis(1), Duration.ofMillis(1)));
    shop = rig.supervisor("shop");
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
    root.detachAppender(log);
  }

  private static Exception noDatabase() {
    return new IllegalStateException(
        "no pool", new ConnectException("connection refused to db.example:5432"));
  }

  /** The traces beside lines that begin so. */
  private List<String> traces(String words) {
    return told(words)
        .map(ILoggingEvent::getThrowableProxy)
        .filter(Objects::nonNull)
        .map(IThrowableProxy::getMessage)
        .toList();
  }

  private Stream<ILoggingEvent> told(String words) {
    return new ArrayList<>(log.list)
        .stream().filter(event -> event.getFormattedMessage().startsWith(words));
  }

  @Test
  void aStartThatFailsAgainAndAgainHasItsTraceThereOnceAndItsCauseInTheReason() throws Exception {
    hand.onStart(
        context -> {
          throw noDatabase();
        });

    shop.load(rig.jar("shop", APP));
    Await.until("it has failed twice", () -> told("failed to start").count() > 1);
    awaitReason(shop, "java.lang.IllegalStateException: no pool: " + CAUSE + "; next attempt");

    assertThat(traces("failed to start"))
        .singleElement()
        .asString()
        .contains("Puppet.start(", "Caused by: " + CAUSE);
  }

  @Test
  void anotherFailureHasItsOwn() throws Exception {
    hand.onStart(
        context -> {
          throw context.generation() < 3 ? noDatabase() : new IllegalArgumentException("no queue");
        });

    shop.load(rig.jar("shop", APP));
    awaitReason(shop, "no queue");

    assertThat(traces("failed to start")).hasSize(2).last().asString().contains("no queue");
  }

  @Test
  void aHealthThatThrowsEachTimeHasItsTraceThereOnceAndItsCauseInTheNote() throws Exception {
    Path unused = rig.config("shop", "consul-check-ttl: 1s\n").configs().get(0);
    hand.onHealth(
        () -> {
          throw noDatabase();
        });

    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
    Await.until(
        "it was asked again", () -> hand.journal().stream().filter("health"::equals).count() > 2);

    assertThat(shop.status().health().note()).endsWith("no pool: " + CAUSE);
    assertThat(traces("health() has failed")).singleElement().asString().contains(CAUSE);
  }

  @Test
  void aStopThatThrowsHasItsTraceThereAndItsCauseInTheWords() throws Exception {
    hand.onStop(
        () -> {
          throw noDatabase();
        });
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);

    var unused = shop.reload();
    awaitState(shop, VassalState.RUNNING, 2);
    Await.until("it is told", () -> told("generation 1 did not stop cleanly").count() == 1);

    assertThat(
            traces("generation 1 did not stop cleanly: java.lang.IllegalStateException: no pool"))
        .singleElement()
        .asString()
        .contains("Caused by: " + CAUSE);
  }
}
