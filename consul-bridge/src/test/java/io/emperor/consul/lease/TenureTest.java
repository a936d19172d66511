package io.emperor.consul.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.lease.LeaseClock.Moment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long an emperor counts on its lease, by two clocks. */
class TenureTest {

  private static final Duration DEADLINE = LeaseTimes.DEFAULT.renewDeadline();

  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicLong sinceBoot = new AtomicLong(Long.MAX_VALUE / 2);
  private final LeaseClock clock = new LeaseClock(nanos::get, sinceBoot::get);
  private final Tenure tenure = new Tenure(new LeaseHold("one", 7), clock, DEADLINE, clock.now());

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    sinceBoot.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void itIsHeldForARenewDeadlineFromTheSending() {
    pass(2_599);
    assertThat(tenure.isHeld()).isTrue();
    assertThat(Duration.ofNanos(tenure.remaining())).isEqualTo(Duration.ofMillis(1));
    pass(1);
    assertThat(tenure.isHeld()).isFalse();
    assertThat(tenure.remaining()).isZero();
  }

  @Test
  void aRenewalCountsFromWhenItWasSentAndNotFromWhenItWasAnswered() {
    pass(700);
    Moment sent = clock.now();
    pass(1_000);
    tenure.renewed(sent);
    assertThat(Duration.ofNanos(tenure.remaining())).isEqualTo(DEADLINE.minusMillis(1_000));
  }

  @Test
  void anAnswerThatComesAfterTheEndChangesNothing() {
    pass(700);
    Moment sent = clock.now();
    pass(1_900);
    tenure.renewed(sent);
    assertThat(tenure.isHeld()).isFalse();
  }

  @Test
  void theTimeForWhichTheMachineWasSuspendedCounts() {
    sinceBoot.addAndGet(DEADLINE.toNanos());
    assertThat(tenure.isHeld()).isFalse();
  }

  @Test
  void itIsNotHadBackByAClockThatGoesBack() {
    pass(2_600);
    assertThat(tenure.isHeld()).isFalse();
    pass(-2_000);
    assertThat(tenure.isHeld()).isFalse();
  }

  @Test
  void whatWasEndedStaysOver() {
    tenure.end();
    tenure.renewed(clock.now());
    assertThat(tenure.isHeld()).isFalse();
  }
}
