package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Leadership;
import io.emperor.api.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ten emperors cost Consul. */
class FleetTrafficTest {

  private static final int EMPERORS = 10;
  private static final Duration TIME = Duration.ofSeconds(7);

  private final AtomicLong writes = new AtomicLong();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<FleetEmperor> emperors = new ArrayList<>();
  private ConsulAgentProcess agent;
  private FaultProxy counting;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    counting = new FaultProxy(agent.httpAddress(), this::seen);
    for (int at = 0; at < EMPERORS; at++) {
      emperors.add(FleetEmperor.start("emperor-" + at, counting.address()));
    }
  }

  @AfterEach
  void stop() {
    emperors.forEach(FleetEmperor::close);
    counting.close();
    agent.close();
  }

  private void seen(String request) {
    requests.add(request);
    if (!request.startsWith("GET ")) {
      writes.incrementAndGet();
    }
  }

  @Test
  void whoWaitsReadsNoOtherLeaseThanThatOfTheHolder() throws Exception {
    Lease held = emperors.get(0).app().register("held", "").orElseThrow();
    Leadership waiting = emperors.get(1).app().lead("held", lease -> {});
    try {
      Await.until("its lease is read", () -> requests.stream().anyMatch(this::readsOnly));
      Await.holdsFor(
          Duration.ofSeconds(2),
          "no list of all leases is read",
          () -> requests.stream().noneMatch(request -> request.contains("/leases/?")));
    } finally {
      waiting.close();
      held.close();
    }
  }

  private boolean readsOnly(String request) {
    return request.startsWith("PUT /v1/txn?consistent");
  }

  private double writesPerSecond() throws Exception {
    writes.set(0);
    long begun = System.nanoTime();
    Await.holdsFor(TIME, "time passes", () -> true);
    return writes.get() / ((System.nanoTime() - begun) / 1e9);
  }

  @Test
  void thoseThatHoldWriteOnceARetryPeriodAndThoseThatDoNotNever() throws Exception {
    List<Lease> leases = new ArrayList<>();
    for (FleetEmperor emperor : emperors) {
      leases.add(emperor.app().register("held-by-" + emperors.indexOf(emperor), "").orElseThrow());
    }
    double holding = writesPerSecond();
    leases.forEach(Lease::close);
    Await.until(
        "all have given their leases back",
        () -> !agent.get("/v1/kv/emperor/test/leases/?keys").contains("leases"));
    double idle = writesPerSecond();
    System.out.printf(
        "writes of %d emperors: %.1f a second while all hold, %.1f while none does%n",
        EMPERORS, holding, idle);
    assertThat(holding).isLessThanOrEqualTo(16);
    assertThat(idle).isZero();
  }
}
