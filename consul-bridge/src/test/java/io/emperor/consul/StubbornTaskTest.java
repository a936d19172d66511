package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.api.Lease;
import io.emperor.api.LeaseLostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A leader's task that does not end when it is told to. */
class StubbornTaskTest {

  private static final Logger BRIDGE = (Logger) LoggerFactory.getLogger("io.emperor.consul");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicReference<@Nullable Lease> lead = new AtomicReference<>();
  private final AtomicBoolean allowed = new AtomicBoolean();
  private ConsulAgentProcess agent;
  private FleetEmperor one;
  private FleetEmperor two;

  @BeforeEach
  void start() {
    log.start();
    BRIDGE.addAppender(log);
    agent = ConsulAgentProcess.start();
    one = FleetEmperor.start("one", agent.httpAddress());
    two = FleetEmperor.start("two", agent.httpAddress());
  }

  @AfterEach
  void stop() {
    allowed.set(true);
    one.close();
    two.close();
    agent.close();
    BRIDGE.detachAppender(log);
  }

  private void goOn(Lease lease) {
    lead.set(lease);
    while (!allowed.get()) {
      LockSupport.parkNanos(1_000_000);
      boolean unused = Thread.interrupted();
    }
  }

  private boolean isTold(String words) {
    return List.copyOf(log.list).stream()
        .anyMatch(event -> event.getFormattedMessage().contains(words));
  }

  @Test
  void itIsNamedAndWhatItWritesIsRefusedWhileAnotherLeads() {
    var unused = one.app().lead("job", this::goOn);
    Await.until("it leads", () -> lead.get() != null);
    Lease old = lead.get();
    var next =
        two.app()
            .lead(
                "job",
                lease -> {
                  while (lease.held() && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(1_000_000);
                  }
                });

    one.proxy().set(Fault.silent());
    Await.until("another leads", next::isLeader);
    one.proxy().set(Fault.pass());

    assertThat(old).isNotNull();
    assertThatThrownBy(() -> one.app().set(old, "k", "v".getBytes(StandardCharsets.UTF_8), null))
        .isInstanceOf(LeaseLostException.class);
    Await.until("it is named", () -> isTold("The leader's task of 'job' ignores its interruption"));
    assertThat(next.isLeader()).isTrue();
  }
}
