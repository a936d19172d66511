package io.emperor.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JitteredIntervalTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final long MOMENT = Duration.ofMillis(250).toNanos();

  private final Random random = new Random(1);
  private final JitteredInterval interval = new JitteredInterval(INTERVAL);

  /** A thousand that are asked for at odd times, before and after the clock's zero. */
  private LongStream nows() {
    return LongStream.range(-500, 500).map(i -> i * 1_234_567_891L);
  }

  @Test
  void theNextIsNeverLaterThanTheIntervalAndALittleEarlierAtMost() {
    assertThat(nows().map(now -> interval.delay(now, random)))
        .allMatch(delay -> delay <= INTERVAL.toNanos())
        .allMatch(delay -> delay >= INTERVAL.toNanos() * 85 / 100);
  }

  @Test
  void thoseThatCameAtOtherTimesAreDueAtTheSameMoments() {
    assertThat(nows().map(now -> now + interval.delay(now, random)))
        .allMatch(due -> due % MOMENT == 0);
  }

  @Test
  void thoseThatCameTogetherDoNotStayInStep() {
    List<Long> delays =
        LongStream.range(0, 100).mapToObj(i -> interval.delay(0, random)).distinct().toList();
    assertThat(delays).hasSizeGreaterThan(1);
  }

  @Test
  void aShortIntervalHasItsMomentsToo() {
    JitteredInterval quick = new JitteredInterval(Duration.ofMillis(100).dividedBy(3));
    assertThat(nows().map(now -> quick.delay(now, random)))
        .allMatch(delay -> delay > 28_000_000 && delay <= 33_333_333);
  }
}
