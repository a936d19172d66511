package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.Lease;
import io.emperor.api.LeaseLostException;
import io.emperor.api.Registered;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.lease.FleetMember;
import io.emperor.consul.lease.FleetView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Names of three emperors over a real cluster, each behind a proxy that breaks what goes through.
 */
class NamesUnderFaultsTest {

  /** How often a thing is done: 20 or 100 times in the long run, whose figures the docs have. */
  private static final int ROUNDS = Integer.getInteger("lease.rounds", 3);

  private static final Duration HOLD = Duration.ofMillis(3500);

  private static ConsulCluster cluster;
  private static final ExecutorService threads = Executors.newCachedThreadPool();

  private final List<FleetEmperor> members = new ArrayList<>();

  @BeforeAll
  static void startCluster() {
    cluster = ConsulCluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
    threads.shutdownNow();
  }

  @BeforeEach
  void join() {
    members.add(FleetEmperor.start("one", cluster.a().httpAddress()));
    members.add(FleetEmperor.start("two", cluster.b().httpAddress()));
    members.add(FleetEmperor.start("three", cluster.c().httpAddress()));
  }

  @AfterEach
  void leave() {
    members.forEach(FleetEmperor::close);
    assertThat(cluster.a().get("/v1/kv/emperor/test/names/?keys")).doesNotContain("names/");
  }

  private AppConsul app(int at) {
    return members.get(at).app();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void ofThreeThatRaceForANameOneWins() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "race/" + round;
      List<Callable<Optional<Lease>>> race =
          members.stream()
              .<Callable<Optional<Lease>>>map(member -> () -> member.app().register(name, ""))
              .toList();
      List<Lease> won = new ArrayList<>();
      for (Future<Optional<Lease>> call : threads.invokeAll(race)) {
        call.get().ifPresent(won::add);
      }
      assertThat(won).hasSize(1);
      won.get(0).close();
    }
  }

  @Test
  void fiftyNamesComeAndGoTenTimes() {
    for (int round = 0; round < 10; round++) {
      List<Lease> leases = new ArrayList<>();
      for (int at = 0; at < 50; at++) {
        leases.add(app(round % 3).register("many/" + at, "").orElseThrow());
      }
      leases.forEach(Lease::close);
    }
    for (int round = 0; round < 10; round++) {
      Lease first = app(0).register("again", "").orElseThrow();
      first.close();
      Lease second = app(0).register("again", "").orElseThrow();
      assertThat(second.fence()).isGreaterThan(first.fence());
      second.close();
    }
  }

  @Test
  void largeValuesOfManyNamesDontHinderTheLease() throws Exception {
    String value = "v".repeat(16_384);
    ExecutorService many = Executors.newFixedThreadPool(60);
    List<Future<Optional<Lease>>> calls = new ArrayList<>();
    for (int at = 0; at < 60; at++) {
      String name = "large/" + at;
      calls.add(many.submit(() -> app(0).register(name, value)));
    }
    for (Future<Optional<Lease>> call : calls) {
      assertThat(call.get().orElseThrow().held()).isTrue();
    }
    assertThat(app(1).registered("large/")).hasSize(60);
    assertThatThrownBy(() -> app(0).register("larger", value + "v"))
        .isInstanceOf(ConsulException.class);
    many.shutdownNow();
  }

  @Test
  void othersSeeANameAtOnce() throws Exception {
    BlockingQueue<Optional<Registered>> heard = new LinkedBlockingQueue<>();
    var unused = app(1).watchName("seen", heard::add);
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEmpty();
    List<Double> found = new ArrayList<>();
    List<Double> told = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      Lease lease = app(0).register("seen", "v" + round).orElseThrow();
      long registered = System.nanoTime();
      assertThat(app(2).lookup("seen").orElseThrow().value()).isEqualTo("v" + round);
      found.add((System.nanoTime() - registered) / 1e6);
      assertThat(heard.poll(5, TimeUnit.SECONDS).orElseThrow().fence()).isEqualTo(lease.fence());
      told.add((System.nanoTime() - registered) / 1e6);
      lease.close();
      assertThat(heard.poll(5, TimeUnit.SECONDS)).isEmpty();
    }
    print("registered, until another's lookup shows it", found);
    print("registered, until another's listener is told", told);
    assertThat(Collections.max(told)).isLessThanOrEqualTo(500);
  }

  private static void print(String what, List<Double> millis) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    System.out.printf(
        "%s: %d times, median %.1f ms, longest %.1f ms%n",
        what, sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }

  @Test
  void aNameThatAnUnfinishedCallLeftIsOwnedOrFreeSoon() throws Exception {
    Lease warm = app(0).register("warm", "").orElseThrow();
    for (int round = 0; round < ROUNDS; round++) {
      String name = "unfinished/" + round;
      members.get(0).proxy().set(Fault.swallow(), "/v1/txn");
      Future<Optional<Lease>> call = threads.submit(() -> app(0).register(name, ""));
      // Most claims reach Consul with the first swallowed request, the others with none.
      long patience = System.nanoTime() + 1_000_000_000L;
      Await.until(
          "the claim has reached Consul, or will not",
          () ->
              System.nanoTime() > patience
                  || cluster.a().get("/v1/kv/emperor/test/names/?keys").contains(name));
      members.get(0).proxy().set(Fault.pass());
      long passed = System.nanoTime();
      try {
        Lease lease = call.get(15, TimeUnit.SECONDS).orElseThrow();
        assertThat(lease.held()).isTrue();
        assertThat(app(1).register(name, "")).isEmpty();
        lease.close();
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(ConsulException.class);
        Await.until("it is free", () -> app(1).register(name, "").map(this::closed).isPresent());
      }
      assertThat(System.nanoTime() - passed).isLessThan(10_000_000_000L);
    }
    warm.close();
  }

  private Lease closed(Lease lease) {
    lease.close();
    return lease;
  }

  @Test
  void aWriteThatWasSentBeforeTheLossIsRefusedAfterATakeOver() throws Exception {
    int rounds = Math.max(1, ROUNDS / 3);
    for (int round = 0; round < rounds; round++) {
      String name = "writer/" + round;
      Lease old = app(0).register(name, "").orElseThrow();
      // All of this emperor's requests reach Consul when the other has had the name for long.
      members.get(0).proxy().set(Fault.delay(Duration.ofSeconds(8)), "/v1/txn");
      List<Future<Boolean>> late = new ArrayList<>();
      for (int write = 0; write < 10; write++) {
        String key = "late/" + round + "/" + write;
        late.add(threads.submit(() -> app(0).set(old, key, bytes("old"), null)));
      }
      Lease next = app(1).register(name, "", Duration.ofSeconds(7));
      assertThat(next.fence()).isGreaterThan(old.fence());
      assertThat(old.held()).isFalse();
      for (Future<Boolean> write : late) {
        assertThatThrownBy(write::get).hasCauseInstanceOf(LeaseLostException.class);
      }
      assertThat(cluster.a().get("/v1/kv/late/?keys")).doesNotContain("late/");
      members.get(0).proxy().set(Fault.pass());
      assertThat(app(1).set(next, "mine", bytes("new"), null)).isTrue();
      next.close();
    }
  }

  @Test
  void anEmperorWithASecondAgentKeepsItsLease() throws Exception {
    FleetEmperor both =
        FleetEmperor.start("both", cluster.a().httpAddress(), cluster.b().httpAddress());
    members.add(both);
    Lease lease = both.app().register("kept", "").orElseThrow();
    for (Fault fault : List.of(Fault.refuse(), Fault.silent(), Fault.swallow())) {
      both.proxy().set(fault);
      Await.holdsFor(Duration.ofSeconds(ROUNDS > 3 ? 20 : 5), "held, " + fault, lease::held);
      both.proxy().set(Fault.pass());
    }
    assertThat(both.app().lookup("kept").orElseThrow().fence()).isEqualTo(lease.fence());
  }

  @Test
  void aThousandNamesOfADeadEmperorAreFreeSoonAndTheirKeysGo() throws Exception {
    AppConsul owner = app(0);
    List<Future<Optional<Lease>>> calls = new ArrayList<>();
    ExecutorService many = Executors.newFixedThreadPool(32);
    for (int at = 0; at < 1000; at++) {
      String name = "thousand/" + at;
      calls.add(many.submit(() -> owner.register(name, "")));
    }
    for (Future<Optional<Lease>> call : calls) {
      assertThat(call.get()).isPresent();
    }
    members.get(0).proxy().set(Fault.refuse());
    long killed = System.nanoTime();
    List<Future<Lease>> taken = new ArrayList<>();
    for (int at = 0; at < 1000; at += 10) {
      String name = "thousand/" + at;
      taken.add(many.submit(() -> app(1).register(name, "", Duration.ofSeconds(20))));
    }
    for (Future<Lease> call : taken) {
      assertThat(call.get().held()).isTrue();
    }
    double free = (System.nanoTime() - killed) / 1e9;
    Await.within(
        Duration.ofSeconds(30),
        "the old keys are gone",
        () -> cluster.b().get("/v1/kv/emperor/test/names/?keys").split("thousand").length == 101);
    double gone = (System.nanoTime() - killed) / 1e9;
    System.out.printf(
        "1,000 names of a dead emperor: free after %.2f s, gone after %.2f s%n", free, gone);
    assertThat(free).isLessThanOrEqualTo(5.0);
    many.shutdownNow();
  }

  @Test
  void nothingHeldIsNothingWritten() throws Exception {
    Lease lease = app(0).register("counted", "").orElseThrow();
    lease.close();
    Await.until(
        "all are idle",
        () ->
            view(1).emperors().stream()
                .noneMatch(member -> member.state() == FleetMember.State.LIVE));
    String before = index();
    Await.holdsFor(HOLD, "no write", () -> index().equals(before));
  }

  private FleetView view(int at) throws Exception {
    return members.get(at).bridge().fleet().view().toCompletableFuture().get(6, TimeUnit.SECONDS);
  }

  private static String index() {
    return cluster
        .a()
        .send("GET", "/v1/kv/emperor/?recurse", "")
        .headers()
        .firstValue("X-Consul-Index")
        .orElseThrow();
  }

  @Test
  void theFleetIsSeenAsItIs() throws Exception {
    Lease lease = app(0).register("shown", "").orElseThrow();
    FleetView live = view(1);
    assertThat(live.fleet()).isEqualTo("test");
    FleetMember one =
        live.emperors().stream()
            .filter(member -> member.emperor().equals("one"))
            .findFirst()
            .orElseThrow();
    assertThat(one.state()).isEqualTo(FleetMember.State.LIVE);
    assertThat(one.names()).isEqualTo(1);
    assertThat(one.leaseAge()).isLessThan(Duration.ofSeconds(2));
    assertThat(view(0).leaseHeld()).isTrue();
    members.get(0).proxy().set(Fault.silent());
    Await.until(
        "its lease is seen to lapse",
        () ->
            view(1).emperors().stream()
                .filter(member -> member.emperor().equals("one"))
                .anyMatch(member -> member.state() == FleetMember.State.LAPSED));
    members.get(0).proxy().set(Fault.pass());
    assertThat(lease.held()).isFalse();
  }
}
