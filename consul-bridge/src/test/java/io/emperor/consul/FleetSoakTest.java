package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.HolderHistory.Held;
import io.emperor.consul.HolderHistory.Reign;
import io.emperor.consul.WriteHistory.Applied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever dies, stops, is cut off or late, in whatever order: one holds at most, and what it
 * writes is in order. Ten minutes of faults by chance, one or two at a time: {@code mvn -Psoak
 * test}.
 */
@Tag("soak")
class FleetSoakTest {

  private static final Duration TIME = Duration.parse(System.getProperty("lease.soak", "PT10M"));
  private static final long SEED = Long.getLong("lease.seed", System.nanoTime());
  private static final int LONGEST_FAULT_MILLIS = 8_000;
  private static final int LONGEST_REST_MILLIS = 4_000;

  private final Random random = new Random(SEED);
  private final List<String> done = new ArrayList<>();
  private ConsulCluster cluster;
  private Holders holders;

  /** A fault that goes on until it is ended. */
  private interface Begun {
    void end();
  }

  @BeforeEach
  void start() {
    cluster = ConsulCluster.start();
    holders = new Holders(cluster);
  }

  @AfterEach
  void stop() {
    holders.close();
    cluster.close();
  }

  @Test
  void oneHoldsAtMostWhateverHappens() {
    System.out.printf("faults by chance for %s, lease.seed=%d%n", TIME, SEED);
    long end = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() - end < 0) {
      Begun first = begin();
      pause(LONGEST_FAULT_MILLIS);
      Begun second = random.nextBoolean() ? begin() : () -> {};
      pause(LONGEST_FAULT_MILLIS);
      second.end();
      first.end();
      pause(LONGEST_REST_MILLIS);
    }
    try {
      Held last = holders.awaitAfter(System.nanoTime(), "");
      List<Reign> reigns = holders.reigns();
      List<Applied> writes = holders.writes();
      System.out.printf(
          "%d faults, %d holders one after another, %d moments, %d writes with a lease, last %s%n",
          done.size(), reigns.size(), holders.history().moments().size(), writes.size(), last);
      assertThat(reigns).hasSizeGreaterThan(1);
      assertThat(writes).isNotEmpty();
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + "; lease.seed=" + SEED + ", after " + done + "; " + holders.log(), e);
    }
  }

  private void pause(int longestMillis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(longestMillis)));
  }

  /** Mostly it is the holder whom it meets. */
  private String emperor() {
    return random.nextInt(3) > 0
        ? holders.history().last().orElseThrow().emperor()
        : Holders.NAMES.get(random.nextInt(Holders.NAMES.size()));
  }

  private Begun begin() {
    return switch (random.nextInt(10)) {
      case 0 -> killed(emperor());
      case 1 -> stopped(emperor());
      case 2 -> paused(emperor());
      case 3, 4, 5 -> cutOff(emperor(), fault());
      case 6 -> allLate();
      case 7 -> agentKilled(cluster.agents().get(random.nextInt(3)));
      case 8 -> agentsPaused(List.of(cluster.agents().get(random.nextInt(3))));
      default -> server();
    };
  }

  private Fault fault() {
    return switch (random.nextInt(4)) {
      case 0 -> Fault.refuse();
      case 1 -> Fault.silent();
      case 2 -> Fault.swallow();
      default -> Fault.delay(Duration.ofMillis(random.nextInt(4_000)));
    };
  }

  private Begun killed(String emperor) {
    note("SIGKILL of " + emperor);
    holders.process(emperor).kill();
    return () -> again(emperor);
  }

  private Begun stopped(String emperor) {
    note("SIGTERM of " + emperor);
    holders.process(emperor).handle().destroy();
    return () -> again(emperor);
  }

  private void again(String emperor) {
    holders.process(emperor).kill();
    holders.start(emperor);
  }

  private Begun paused(String emperor) {
    OwnProcess process = holders.process(emperor);
    if (!process.isAlive()) {
      return () -> {};
    }
    note("SIGSTOP of " + emperor);
    process.signal("STOP");
    return () -> {
      if (process.isAlive()) {
        process.signal("CONT");
      }
    };
  }

  private Begun cutOff(String emperor, Fault fault) {
    note(fault + " before the agent of " + emperor);
    holders.proxy(emperor).set(fault);
    return () -> holders.proxy(emperor).set(Fault.pass());
  }

  private Begun allLate() {
    Fault fault = Fault.delay(Duration.ofMillis(random.nextInt(1_500)));
    note(fault + " before all agents");
    Holders.NAMES.forEach(emperor -> holders.proxy(emperor).set(fault));
    return () -> Holders.NAMES.forEach(emperor -> holders.proxy(emperor).set(Fault.pass()));
  }

  private Begun agentKilled(ClusterAgent agent) {
    note("SIGKILL of " + agent.name());
    agent.kill();
    return agent::restart;
  }

  private Begun agentsPaused(List<ClusterAgent> agents) {
    List<ClusterAgent> alive = agents.stream().filter(ClusterAgent::isAlive).toList();
    note("SIGSTOP of " + alive.stream().map(ClusterAgent::name).toList());
    alive.forEach(ClusterAgent::pause);
    return () -> alive.stream().filter(ClusterAgent::isAlive).forEach(ClusterAgent::resume);
  }

  /** The leader or another dies, or two of three stand still. */
  private Begun server() {
    List<ClusterAgent> servers = new ArrayList<>(cluster.servers());
    Collections.shuffle(servers, random);
    return random.nextBoolean() ? agentKilled(servers.get(0)) : agentsPaused(servers.subList(1, 3));
  }

  private void note(String fault) {
    done.add(fault);
    System.out.println(fault);
  }
}
