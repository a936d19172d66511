package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ReliabilityResults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What an attack takes from an emperor for as long as it is looked at: memory, descriptors, lines
 * of the log, and how long {@code /healthz} takes on a connection of its own.
 */
final class Toll {

  private static final Duration HEALTHZ = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EVERY_MILLIS = 100;
  private static final String ASKED = "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n";

  private final String attack;
  private final EmperorProcess emperor;
  private final int admin;
  private final long memoryBefore;
  private final int linesBefore;
  private final List<Long> memory = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> descriptors = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> answers = Collections.synchronizedList(new ArrayList<>());
  private final ScheduledExecutorService looks = Executors.newScheduledThreadPool(2);

  private Toll(String attack, EmperorProcess emperor, int admin) {
    this.attack = attack;
    this.emperor = emperor;
    this.admin = admin;
    this.memoryBefore = residentMebibytes();
    this.linesBefore = emperor.lines().size();
    var process =
        looks.scheduleWithFixedDelay(this::lookAtProcess, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    var health = looks.scheduleWithFixedDelay(this::ask, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(process.isDone() || health.isDone()).isFalse();
  }

  /** Begins to look, just before the attack. */
  static Toll of(String attack, EmperorProcess emperor, int admin) {
    return new Toll(attack, emperor, admin);
  }

  private void lookAtProcess() {
    memory.add(residentMebibytes());
    try (Stream<Path> open = Files.list(Path.of("/proc/" + emperor.pid() + "/fd"))) {
      descriptors.add(open.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long residentMebibytes() {
    try (Stream<String> status = Files.lines(Path.of("/proc/" + emperor.pid() + "/status"))) {
      String line = status.filter(entry -> entry.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks again, as whoever looks after an emperor does, until it is well. */
  private void ask() {
    long since = System.nanoTime();
    Duration taken = Duration.ZERO;
    boolean well = false;
    while (!well && taken.compareTo(PATIENCE) < 0) {
      well = isWell();
      taken = Duration.ofNanos(System.nanoTime() - since);
    }
    answers.add(taken);
  }

  private boolean isWell() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin)) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.getOutputStream().write(ASKED.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String status = answer.readLine();
      return status != null && status.contains(" 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  /** A figure of its own that is promised. */
  Toll within(String promise, Duration limit, Duration measured) {
    ReliabilityResults.time(attack, promise, limit, measured);
    return this;
  }

  /** Ends looking, and writes down what was seen. */
  void paid() {
    looks.shutdown();
    try {
      assertThat(looks.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    long grown = Collections.max(memory) - memoryBefore;
    ReliabilityResults.record(
        attack, "resident memory, grown by", "-", Math.max(0, grown) + " MiB");
    ReliabilityResults.record(
        attack, "open descriptors, at most", "-", Collections.max(descriptors) + "");
    ReliabilityResults.record(
        attack, "lines logged", "-", emperor.lines().size() - linesBefore + "");
    ReliabilityResults.time(
        attack, "longest time until /healthz says 200", HEALTHZ, Collections.max(answers));
  }
}
