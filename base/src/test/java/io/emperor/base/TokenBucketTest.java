package io.emperor.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final TokenBucket bucket = new TokenBucket(3, Duration.ofNanos(10), now::get);

  @Test
  void aBurstPassesThenOneInSoMuchTime() {
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.take()).isZero();
    }
    assertThat(bucket.take()).isEqualTo(10);
    now.addAndGet(10);
    assertThat(bucket.take()).isEqualTo(10);
    now.addAndGet(25);
    assertThat(bucket.take()).isZero();
    assertThat(bucket.take()).isEqualTo(5);
  }

  @Test
  void restDoesNotAddUpToMoreThanTheBurst() {
    now.addAndGet(1_000_000);
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.take()).isZero();
    }
    assertThat(bucket.take()).isEqualTo(10);
  }
}
