package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.emperor.consul.Await;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The emperor itself fails amid an attempt, for want of memory say, and has some again later. */
@Timeout(60)
class FailingStepsTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Recovery.class);
  private final AppenderBase<ILoggingEvent> log = new Failing();
  private SupervisorRig rig;
  private Supervisor shop;

  @BeforeEach
  void start() throws Exception {
    rig =
        new SupervisorRig(
            directory, new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(40)));
    shop = rig.supervisor("shop");
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    rig.close();
    hand.close();
  }

  @Test
  void aStartIsTriedAgainAndNothingIsLeftOfTheFirst() throws Exception {
    failOnceWhen(status -> status.state() == VassalState.STARTING);

    shop.load(rig.jar("shop", APP));

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(shop.detail().past())
        .extracting("words")
        .asString()
        .contains("java.lang.OutOfMemoryError: on purpose; next attempt in 10ms");
    Await.until("one copy is left", () -> rig.copies().size() == 1);
  }

  @Test
  void aFailureThatCouldNotBeToldIsToldInFewWords() throws Exception {
    logger.setLevel(Level.DEBUG);
    logger.addAppender(log);
    log.start();

    shop.load(rig.noJar("shop"));

    awaitReason(shop, "shop.jar");
    assertThat(failed).isTrue();
    assertThat(shop.status().state()).isEqualTo(VassalState.CURSED);
    assertThat(shop.detail().past()).extracting("words").asString().contains("OutOfMemoryError");
  }

  private void failOnceWhen(Predicate<VassalStatus> then) {
    rig.watch(
        new VassalWatcher() {
          @Override
          public void changed(VassalStatus now) {
            if (then.test(now)) {
              failOnce();
            }
          }

          @Override
          public void gone(String name) {}
        });
  }

  private void failOnce() {
    if (failed.compareAndSet(false, true)) {
      throw new OutOfMemoryError("on purpose");
    }
  }

  private final class Failing extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel() == Level.DEBUG) {
        failOnce();
      }
    }
  }
}
