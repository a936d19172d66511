package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of names that somebody else removes or writes, of an emperor that has few or many. */
class ForeignWritesTest {

  private ConsulAgentProcess agent;
  private FleetEmperor emperor;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    emperor = FleetEmperor.start("one", agent.httpAddress());
  }

  @AfterEach
  void stop() {
    emperor.close();
    agent.close();
  }

  private List<Lease> names(int count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Future<Optional<Lease>>> calls = new ArrayList<>();
      for (int at = 0; at < count; at++) {
        String name = "name/" + at;
        calls.add(threads.submit(() -> emperor.app().register(name, "")));
      }
      List<Lease> leases = new ArrayList<>();
      for (Future<Optional<Lease>> call : calls) {
        leases.add(call.get().orElseThrow());
      }
      return leases;
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, PUT", "1, DELETE", "300, PUT", "1000, DELETE"})
  void theyAreNoticedBeforeALeaseWouldBeOver(int count, String method) throws Exception {
    List<Lease> leases = names(count);
    for (int at : List.of(0, count / 3, count - 1)) {
      Lease lease = leases.get(at);
      if (!lease.held()) {
        continue;
      }
      long broken = System.nanoTime();
      agent.send(method, "/v1/kv/emperor/test/names/" + lease.name(), "nonsense");
      Await.within(Duration.ofSeconds(40), "it is noticed", () -> !lease.held());
      double noticed = (System.nanoTime() - broken) / 1e9;
      System.out.printf("%s of one of %d names: noticed after %.2f s%n", method, count, noticed);
      assertThat(noticed).isLessThanOrEqualTo(3.1);
    }
  }
}
