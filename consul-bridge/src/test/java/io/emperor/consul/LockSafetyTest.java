package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.ConsulException;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two that want the same lock never both believe that they have it, whatever happens to the
 * requests of the one that has it.
 */
class LockSafetyTest {

  private static final int LANES = 20;
  private static final int ROUNDS_OF_A_LANE = 10;
  private static final long SEED = 20_260_101;
  private static final Duration TTL = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(55);

  private static final List<Blow> BLOWS =
      List.of(
          new Blow(Fault.refuse(), false),
          new Blow(Fault.swallow(), false),
          new Blow(Fault.silent(), false),
          new Blow(Fault.pass(), true));

  private final ConsulAgentProcess agent =
      ConsulAgentProcess.start(
          "session_ttl_min = \"1s\"\nlimits { http_max_conns_per_client = 2000 }");
  private final Map<Blow, AtomicInteger> blows = new ConcurrentHashMap<>();
  private final AtomicInteger losses = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final long end = System.nanoTime() + LIMIT.toNanos();

  /**
   * What befalls a holder.
   *
   * @param fault of its wire
   * @param ends whether somebody else ends its session
   */
  private record Blow(Fault fault, boolean ends) {

    /** An early end is covered by the lock delay alone. */
    Duration lockDelay() {
      return ends ? TTL : Duration.ZERO;
    }

    @Override
    public String toString() {
      return ends ? "ENDED" : fault.toString();
    }
  }

  /** When one contender could believe that it had the lock, by the clock of this JVM. */
  private record Holding(int contender, long from, long until) {
    boolean overlaps(Holding other) {
      return contender != other.contender && from - other.until <= 0 && other.from - until <= 0;
    }
  }

  /** One key and the two that want its lock. */
  private final class Lane {

    private final String key;
    private final List<Holding> holdings = new CopyOnWriteArrayList<>();
    private final AtomicInteger rounds = new AtomicInteger();

    /**
     * Consul looks at the lock delay before it commits a request: what is under way at the moment
     * at which a session is ended may have the lock at once. Nobody but Consul could help that.
     */
    private final ReadWriteLock askingOrEnding = new ReentrantReadWriteLock();

    private volatile int holder = -1;

    Lane(int number) {
      key = "lock/" + number;
    }

    boolean isDone() {
      return rounds.get() >= ROUNDS_OF_A_LANE || System.nanoTime() - end > 0;
    }

    /** How many pairs of times there are in which both could believe that they had the lock. */
    long overlaps() {
      return holdings.stream()
              .mapToLong(one -> holdings.stream().filter(one::overlaps).count())
              .sum()
          / 2;
    }

    /** A round is a change of the holder, after a fault of the one before. */
    void taken(int contender) {
      if (holder >= 0 && holder != contender) {
        rounds.incrementAndGet();
      }
      holder = contender;
    }
  }

  private final class Contender implements Runnable {

    private final Lane lane;
    private final int number;
    private final Random random;

    Contender(Lane lane, int number, long seed) {
      this.lane = lane;
      this.number = number;
      this.random = new Random(seed);
    }

    @Override
    public void run() {
      try (FaultProxy proxy = new FaultProxy(agent.httpAddress());
          ConsulBridge bridge =
              new ConsulBridge(settings(proxy), "one", false, new SimpleMeterRegistry());
          AppConsul consul = bridge.appConsul("c" + number)) {
        while (!lane.isDone()) {
          compete(proxy, consul);
        }
      }
    }

    private void compete(FaultProxy proxy, AppConsul consul) {
      Blow blow = BLOWS.get(random.nextInt(BLOWS.size()));
      try {
        String session =
            consul.sessionCreate(blow.lockDelay(), null, null, null, TTL, losses::incrementAndGet);
        while (!lane.isDone() && consul.sessionAlive(session)) {
          if (asks(consul, session)) {
            hold(proxy, consul, session, blow);
            return;
          }
          pause(100);
        }
      } catch (ConsulException e) {
        pause(50);
      }
    }

    private boolean asks(AppConsul consul, String session) {
      lane.askingOrEnding.readLock().lock();
      try {
        return consul.set(lane.key, "c" + number, null, null, session, null);
      } finally {
        lane.askingOrEnding.readLock().unlock();
      }
    }

    /** Holds the lock through a fault, and a little longer if it is not lost by that. */
    private void hold(FaultProxy proxy, AppConsul consul, String session, Blow blow) {
      lane.taken(number);
      long faultAt = System.nanoTime() + millis(random.nextInt(300));
      long healAt = faultAt + millis(random.nextInt(4) == 0 ? 500 : 1500 + random.nextInt(2000));
      Future<?> failing = threads.submit(() -> strike(proxy, blow, session, faultAt, healAt));
      long from = System.nanoTime();
      long until = from;
      for (long now = from; consul.sessionAlive(session); now = System.nanoTime()) {
        until = now;
        if (now - healAt > millis(50)) {
          break;
        }
        pause(2);
      }
      lane.holdings.add(new Holding(number, from, until));
      join(failing);
      consul.sessionDestroy(session);
      for (int i = 0; i < 60 && lane.holder == number && !lane.isDone(); i++) {
        pause(50);
      }
    }

    private void strike(FaultProxy proxy, Blow blow, String session, long from, long until) {
      pauseUntil(from);
      proxy.set(blow.fault);
      if (blow.ends()) {
        lane.askingOrEnding.writeLock().lock();
        try {
          String unused = agent.put("/v1/session/destroy/" + session, "");
        } finally {
          lane.askingOrEnding.writeLock().unlock();
        }
      }
      blows.computeIfAbsent(blow, unused -> new AtomicInteger()).incrementAndGet();
      pauseUntil(until);
      proxy.set(Fault.refuse()); // cuts the connections that have lost something
      proxy.set(Fault.pass());
    }
  }

  private static AgentSettings settings(FaultProxy proxy) {
    return AgentSettings.of(AgentAddress.parse(proxy.address()));
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static void pause(long millis) {
    pauseUntil(System.nanoTime() + millis(millis));
  }

  private static void pauseUntil(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void join(Future<?> task) {
    try {
      Object unused = task.get(2 * LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    agent.close();
  }

  @Test
  void noTwoEverBelieveThatTheyHoldTheSameLock() {
    List<Lane> lanes = new ArrayList<>();
    List<Future<?>> contenders = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      Lane lane = new Lane(i);
      lanes.add(lane);
      contenders.add(threads.submit(new Contender(lane, 0, SEED + i)));
      contenders.add(threads.submit(new Contender(lane, 1, SEED - 1 - i)));
    }
    contenders.forEach(LockSafetyTest::join);
    int rounds = lanes.stream().mapToInt(lane -> lane.rounds.get()).sum();
    long both = lanes.stream().mapToLong(Lane::overlaps).sum();
    String fault = "lock contended in outages";
    ReliabilityResults.none(fault, "two holders of one lock at one time", both);
    ReliabilityResults.record(
        fault, "rounds", "-", rounds + ", with " + losses + " locks lost by faults " + blows);
    assertThat(both).isZero();
    assertThat(rounds).isGreaterThanOrEqualTo(LANES * ROUNDS_OF_A_LANE);
    assertThat(blows).containsOnlyKeys(BLOWS);
    assertThat(losses.get()).as("locks lost by faults").isGreaterThan(rounds / 3);
  }
}
