package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Lease;
import io.emperor.consul.HolderHistory.Held;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two emperors that were given one name by mistake. */
class TwinEmperorsTest {

  private final ConcurrentLinkedQueue<Held> history = new ConcurrentLinkedQueue<>();
  private ConsulAgentProcess agent;
  private FleetEmperor first;
  private FleetEmperor second;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    first = FleetEmperor.start("one", agent.httpAddress());
    second = FleetEmperor.start("one", agent.httpAddress());
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    agent.close();
  }

  private void lead(FleetEmperor emperor, String id) {
    var unused = emperor.app().lead("job", lease -> hold(id, lease));
  }

  private void hold(String id, Lease lease) {
    while (!Thread.currentThread().isInterrupted()) {
      long now = System.nanoTime();
      if (!lease.held()) {
        return;
      }
      history.add(new Held(id, lease.fence(), now));
      LockSupport.parkNanos(5_000_000);
    }
  }

  private boolean leads(String id) {
    long lately = System.nanoTime() - 500_000_000;
    return history.stream().anyMatch(held -> held.emperor().equals(id) && held.nanos() > lately);
  }

  @Test
  void theSecondSaysWhyAndHasNothing() {
    lead(first, "first");
    Await.until("the first leads", () -> leads("first"));
    assertThatThrownBy(() -> second.app().register("other", ""))
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.CONFLICT))
        .hasMessageContaining("another emperor named one is alive");
    assertThat(leads("first")).isTrue();
  }

  @Test
  void theyNeverLeadTogetherWhicheverIsCutOff() {
    lead(first, "first");
    lead(second, "second");
    Await.until("one leads", () -> leads("first") || leads("second"));
    for (int round = 0; round < 3; round++) {
      boolean isFirst = leads("first");
      FleetEmperor holder = isFirst ? first : second;
      holder.proxy().set(round == 1 ? Fault.silent() : Fault.refuse());
      Await.until("the other leads", () -> leads(isFirst ? "second" : "first"));
      holder.proxy().set(Fault.pass());
    }
    List<Held> inOrder = history.stream().sorted(Comparator.comparingLong(Held::nanos)).toList();
    assertThat(HolderHistory.reigns(inOrder)).hasSizeGreaterThanOrEqualTo(4);
  }
}
