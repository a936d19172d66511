package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.Health;
import io.emperor.base.Backoff;
import io.emperor.base.SerialTask;
import io.emperor.consul.registration.LastHealth;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.ConsulDuration;
import io.emperor.consul.settings.FileToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts that need no agent. */
class PartsTest {

  @Test
  void healthIsCriticalOnceTheSupervisorWasSilentForATtl() {
    Duration ttl = Duration.ofSeconds(15);
    LastHealth health = new LastHealth(Health.passing("ok"), 100, false);
    assertThat(health.at(100 + ttl.toNanos() - 1, ttl)).isEqualTo(Health.passing("ok"));
    assertThat(health.at(100 + ttl.toNanos(), ttl))
        .isEqualTo(Health.critical("no health from the supervisor for 15 s"));
    assertThat(health.nanosLeft(100, ttl)).isEqualTo(ttl.toNanos());
  }

  @Test
  void lastingHealthHoldsUntilAnotherIsSaid() {
    Duration ttl = Duration.ofSeconds(15);
    LastHealth health = new LastHealth(Health.passing(), 100, true);
    assertThat(health.at(100 + 9 * ttl.toNanos(), ttl)).isEqualTo(Health.passing());
    assertThat(health.nanosLeft(100 + 9 * ttl.toNanos(), ttl)).isEqualTo(ttl.toNanos());
  }

  @Test
  void backoffGrowsToItsLimit() {
    Backoff backoff = new Backoff(100, 5000, new Random(1));
    for (int failures = 1; failures < 100; failures++) {
      long step = Math.min(5000, 100L << Math.min(failures - 1, 20));
      assertThat(backoff.millis(failures)).isBetween(step / 2, step);
    }
  }

  @ParameterizedTest
  @CsvSource({"15s, 15000", "1m30s, 90000", "1h0m0s, 3600000", "1.5s, 1500", "250ms, 250"})
  void durationsOfConsul(String text, long millis) {
    assertThat(ConsulDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "s", "1s x", "x1s", "1.s", ".s", "9999999h"})
  void durationsThatAreNone(String text) {
    assertThatThrownBy(() -> ConsulDuration.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSerialTaskCoalescesTriggersAndOutlivesFailures() {
    Queue<Runnable> queue = new ArrayDeque<>();
    int[] runs = new int[1];
    SerialTask[] task = new SerialTask[1];
    task[0] =
        new SerialTask(
            queue::add,
            () -> {
              runs[0]++;
              if (runs[0] == 1) {
                task[0].trigger();
                task[0].trigger();
                throw new AssertionError("thrown on purpose by a test");
              }
            });
    task[0].trigger();
    task[0].trigger();
    assertThat(queue).hasSize(1);
    queue.remove().run();
    assertThat(queue).hasSize(1);
    queue.remove().run();
    assertThat(queue).isEmpty();
    task[0].trigger();
    queue.remove().run();
    assertThat(runs[0]).isEqualTo(3);
  }

  @Test
  void aSerialTaskThatFindsNoMemoryIsHeardOfAndMayRunAgain() {
    Queue<Runnable> queue = new ArrayDeque<>();
    SerialTask task =
        new SerialTask(
            queue::add,
            () -> {
              throw new OutOfMemoryError("thrown on purpose by a test");
            });
    task.trigger();
    assertThatThrownBy(() -> queue.remove().run()).isInstanceOf(OutOfMemoryError.class);
    task.trigger();
    assertThat(queue).hasSize(1);
  }

  @Test
  void aTokenFileMayBeFromWindows(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "\uFEFFsecret\r\n");
    assertThat(new FileToken(file).token()).isEqualTo("secret");
  }

  @Test
  void aTokenFileOfTheSameSizeWithinTheSameInstantCounts(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "one");
    Instant written = Files.getLastModifiedTime(file).toInstant();
    FileToken token = new FileToken(file, Clock.fixed(written.plusMillis(10), ZoneOffset.UTC));
    assertThat(token.token()).isEqualTo("one");
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, FileTime.from(written));
    assertThat(token.token()).isEqualTo("two");
    Files.delete(file);
    assertThat(token.token()).isEqualTo("two");
    Files.writeString(file, "");
    assertThat(token.token()).isEqualTo("two");
    assertThat(token.toString()).doesNotContain("two");
  }

  @Test
  void definitionsThatCannotBe() {
    Duration ttl = Duration.ofSeconds(15);
    Duration after = Duration.ofMinutes(1);
    assertThat(definition("id", "name", 0, ttl, after).checkId()).isEqualTo("service:id");
    assertThatThrownBy(() -> definition("", "name", 0, ttl, after)).hasMessageContaining("ID");
    assertThatThrownBy(() -> definition("id", " ", 0, ttl, after)).hasMessageContaining("name");
    assertThatThrownBy(() -> definition("id", "n", 65536, ttl, after)).hasMessageContaining("port");
    assertThatThrownBy(() -> definition("id", "n", -1, ttl, after)).hasMessageContaining("port");
    assertThatThrownBy(() -> definition("id", "n", 0, Duration.ZERO, after))
        .hasMessageContaining("TTL");
    assertThatThrownBy(() -> definition("id", "n", 0, ttl, ttl)).hasMessageContaining("minute");
  }

  private static ServiceDefinition definition(
      String id, String name, int port, Duration ttl, Duration after) {
    return new ServiceDefinition(id, name, List.of(), Map.of(), null, port, ttl, after);
  }
}
