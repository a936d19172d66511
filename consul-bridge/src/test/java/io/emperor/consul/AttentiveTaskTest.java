package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.api.Lease;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A leader's task that looks at its lease all the time, and so sees the loss before anybody. */
class AttentiveTaskTest {

  private static final Logger BRIDGE = (Logger) LoggerFactory.getLogger("io.emperor.consul");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final CountDownLatch leads = new CountDownLatch(1);
  private ConsulAgentProcess agent;
  private FleetEmperor emperor;

  @BeforeEach
  void start() {
    log.start();
    BRIDGE.addAppender(log);
    agent = ConsulAgentProcess.start();
    emperor = FleetEmperor.start("one", agent.httpAddress());
  }

  @AfterEach
  void stop() {
    emperor.close();
    agent.close();
    BRIDGE.detachAppender(log);
  }

  private void untilLost(Lease lease) {
    leads.countDown();
    while (lease.held()) {
      Thread.onSpinWait();
    }
  }

  private long tellings() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getFormattedMessage().equals("leads job no more: the lease is lost"))
        .count();
  }

  @Test
  void theLossIsToldAllTheSameAndOnce() throws Exception {
    var unused = emperor.app().lead("job", this::untilLost);
    assertThat(leads.await(10, TimeUnit.SECONDS)).isTrue();

    agent.pause();

    Await.until("the loss is told", () -> tellings() > 0);
    assertThat(tellings()).isEqualTo(1);
  }
}
