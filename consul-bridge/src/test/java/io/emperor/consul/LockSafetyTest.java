package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.ConsulException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

  private static final List<Fault> KINDS = List.of(Fault.REFUSING, Fault.SWALLOWING, Fault.SILENT);

  private final ConsulAgentProcess agent =
      ConsulAgentProcess.start(
          "session_ttl_min = \"1s\"\nlimits { http_max_conns_per_client = 2000 }");
  private final Map<Fault, AtomicInteger> faults = new ConcurrentHashMap<>();
  private final AtomicInteger losses = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final long end = System.nanoTime() + LIMIT.toNanos();

  private enum Fault {
    NONE,
    /** Connections are cut and refused. */
    REFUSING,
    /** Requests get through, answers do not. */
    SWALLOWING,
    /** Nothing gets through. */
    SILENT
  }

  /** When one contender could believe that it had the lock, by the clock of this JVM. */
  private record Holding(int contender, long from, long until) {
    boolean overlaps(Holding other) {
      return contender != other.contender && from - other.until <= 0 && other.from - until <= 0;
    }
  }

  /** What lies between one contender and the agent. */
  private final class Wire implements AutoCloseable {

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    Wire() {
      try {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      threads.execute(this::accept);
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket client = server.accept();
          sockets.add(client);
          if (fault == Fault.REFUSING) {
            cut(client);
          } else {
            connect(client);
          }
        } catch (IOException e) {
          // The agent or the test is gone.
        }
      }
    }

    private void connect(Socket client) throws IOException {
      AgentAddress address = AgentAddress.parse(agent.httpAddress());
      Socket upstream = new Socket();
      upstream.connect(new InetSocketAddress(address.host(), address.port()));
      sockets.add(upstream);
      threads.execute(() -> pump(client, upstream, false));
      threads.execute(() -> pump(upstream, client, true));
    }

    private void pump(Socket from, Socket to, boolean answers) {
      byte[] bytes = new byte[8192];
      try {
        for (int n = from.getInputStream().read(bytes); n >= 0; ) {
          if (fault == Fault.NONE || (fault == Fault.SWALLOWING && !answers)) {
            to.getOutputStream().write(bytes, 0, n);
          }
          n = from.getInputStream().read(bytes);
        }
      } catch (IOException e) {
        // One end was cut.
      }
      cut(from);
      cut(to);
    }

    private void cut(Socket socket) {
      sockets.remove(socket);
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It is closed already.
      }
    }

    /** Begins or ends a fault. What lost bytes, or is refused from now on, is cut. */
    void set(Fault fault) {
      this.fault = fault;
      if (fault == Fault.NONE || fault == Fault.REFUSING) {
        sockets.forEach(this::cut);
      }
    }

    AgentSettings settings() {
      return AgentSettings.of(new AgentAddress("http", "127.0.0.1", server.getLocalPort()));
    }

    @Override
    public void close() throws IOException {
      server.close();
      sockets.forEach(this::cut);
    }
  }

  /** One key and the two that want its lock. */
  private final class Lane {

    private final String key;
    private final List<Holding> holdings = new CopyOnWriteArrayList<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile int holder = -1;

    Lane(int number) {
      key = "lock/" + number;
    }

    boolean isDone() {
      return rounds.get() >= ROUNDS_OF_A_LANE || System.nanoTime() - end > 0;
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
      try (Wire wire = new Wire();
          ConsulBridge bridge = new ConsulBridge(wire.settings(), "one", false);
          AppConsul consul = bridge.appConsul("c" + number)) {
        while (!lane.isDone()) {
          compete(wire, consul);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void compete(Wire wire, AppConsul consul) {
      try {
        String session =
            consul.sessionCreate(Duration.ZERO, null, null, null, TTL, losses::incrementAndGet);
        while (!lane.isDone() && consul.sessionAlive(session)) {
          if (consul.set(lane.key, "c" + number, null, null, session, null)) {
            hold(wire, consul, session);
            return;
          }
          pause(100);
        }
      } catch (ConsulException e) {
        pause(50);
      }
    }

    /** Holds the lock through a fault, and a little longer if it is not lost by that. */
    private void hold(Wire wire, AppConsul consul, String session) {
      lane.taken(number);
      Fault fault = KINDS.get(random.nextInt(KINDS.size()));
      long faultAt = System.nanoTime() + millis(random.nextInt(300));
      long healAt = faultAt + millis(random.nextInt(4) == 0 ? 500 : 1500 + random.nextInt(2000));
      Future<?> failing = threads.submit(() -> fail(wire, fault, faultAt, healAt));
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

    private void fail(Wire wire, Fault fault, long from, long until) {
      pauseUntil(from);
      wire.set(fault);
      faults.computeIfAbsent(fault, unused -> new AtomicInteger()).incrementAndGet();
      pauseUntil(until);
      wire.set(Fault.NONE);
    }
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
    System.out.println(
        "LockSafetyTest: " + rounds + " rounds, faults: " + faults + ", losses: " + losses);
    assertThat(lanes).allSatisfy(LockSafetyTest::checkNoOverlap);
    assertThat(rounds).isGreaterThanOrEqualTo(LANES * ROUNDS_OF_A_LANE);
    assertThat(faults).containsOnlyKeys(KINDS);
    assertThat(losses.get()).as("locks lost by faults").isGreaterThan(rounds / 3);
  }

  private static void checkNoOverlap(Lane lane) {
    for (Holding one : lane.holdings) {
      assertThat(lane.holdings).as(lane.key).noneMatch(one::overlaps);
    }
  }
}
