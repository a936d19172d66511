package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdlenessTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final Idleness idleness = new Idleness(now::get);

  @Test
  void lastsSinceTheBeginningIfNothingEverWas() {
    now.addAndGet(7);

    assertThat(idleness.lasts()).isEqualTo(Duration.ofNanos(7));
  }

  @Test
  void isNoneWhileAnythingIsUnderWay() {
    idleness.begin();
    idleness.begin();
    now.addAndGet(100);
    idleness.end();
    now.addAndGet(100);

    assertThat(idleness.lasts()).isZero();
  }

  @Test
  void lastsSinceTheLastEnd() {
    idleness.begin();
    now.addAndGet(100);
    idleness.end();
    now.addAndGet(30);

    assertThat(idleness.lasts()).isEqualTo(Duration.ofNanos(30));
  }
}
