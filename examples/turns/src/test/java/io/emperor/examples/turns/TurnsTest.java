package io.emperor.examples.turns;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.ConsulApi;
import io.emperor.api.KeyValue;
import io.emperor.testkit.EmperorTest;
import io.emperor.testkit.RunningVassal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@EmperorTest(Turns.class)
class TurnsTest {

  private static final String LOCK = "turns/lock";
  private static final Predicate<KeyValue> HELD = lock -> lock.session() != null;

  private final ConsulApi consul;
  private final BlockingQueue<Optional<KeyValue>> changes = new LinkedBlockingQueue<>();

  TurnsTest(ConsulApi consul) {
    this.consul = consul;
    var unused = consul.watchKey(LOCK, changes::add); // until the test is over
  }

  /** Waits for a change after which the lock is like this. */
  private KeyValue lock(Predicate<KeyValue> condition) throws InterruptedException {
    while (true) {
      Optional<KeyValue> change = changes.poll(10, TimeUnit.SECONDS);
      assertThat(change).as("a change of " + LOCK).isNotNull();
      if (change.filter(condition).isPresent()) {
        return change.get();
      }
    }
  }

  private static String holder(KeyValue lock) {
    return Objects.requireNonNull(lock.session());
  }

  private static void awaitNote(RunningVassal turns, String note) throws InterruptedException {
    while (!turns.health().note().equals(note)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void getsTheTurnAndShowsItsFencingNumber(RunningVassal turns) throws Exception {
    KeyValue lock = lock(HELD);

    assertThat(lock.text()).isEqualTo("turns-test");
    awaitNote(turns, "had turn " + lock.lockIndex());
  }

  @Test
  void everyTurnHasAHigherFencingNumber() throws Exception {
    long first = lock(HELD).lockIndex();
    lock(HELD.negate());

    assertThat(lock(HELD).lockIndex()).isGreaterThan(first);
  }

  @Test
  void givesTheTurnUpWhenItIsStopped(RunningVassal turns) throws Exception {
    lock(HELD);

    turns.stop();

    assertThat(consul.get(LOCK).orElseThrow().session()).isNull();
    assertThat(consul.sessionList(null)).isEmpty();
    assertThat(turns.threads()).isEmpty();
  }

  @Test
  void takesAnotherTurnAfterItsSessionWasLost() throws Exception {
    KeyValue lost = lock(HELD);

    boolean unused = consul.sessionDestroy(holder(lost));

    KeyValue next = lock(now -> HELD.test(now) && !holder(now).equals(holder(lost)));
    assertThat(next.lockIndex()).isGreaterThan(lost.lockIndex());
  }

  @Nested
  class WhileAnotherHasTheTurn {

    private String other = "";

    /** It asks for nothing that needs the vassal, so it comes before its start. */
    @BeforeEach
    void takesIt() {
      other = consul.sessionCreate(Duration.ZERO, "another", null, List.of());
      assertThat(consul.set(LOCK, "another", null, null, other, null)).isTrue();
    }

    @Test
    void waits(RunningVassal turns) throws Exception {
      awaitNote(turns, "waiting for a turn");

      assertThat(consul.get(LOCK).orElseThrow().session()).isEqualTo(other);
    }

    @Test
    void getsTheTurnWhenThatOneGoes(RunningVassal turns) throws Exception {
      awaitNote(turns, "waiting for a turn");

      boolean unused = consul.sessionDestroy(other);

      KeyValue lock = lock(now -> HELD.test(now) && !holder(now).equals(other));
      assertThat(lock.text()).isEqualTo("turns-test");
      assertThat(lock.lockIndex()).isEqualTo(2);
    }
  }
}
