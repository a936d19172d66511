package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often an app is heard that asks in a loop. */
class ReinforcementLimitTest {

  private static final Instance SHOP = new Instance("shop", 1);

  private final AtomicLong clock = new AtomicLong(-5);
  private final List<Instance> heard = new ArrayList<>();

  @Test
  void oneCallASecondGoesOn() {
    Reinforcement reinforcement = new Reinforcement("shop@1", SHOP, heard::add, clock::get);
    for (int second = 1; second <= 3; second++) {
      IntStream.range(0, 1000).forEach(call -> reinforcement.ask());
      assertThat(heard).hasSize(second).containsOnly(SHOP);
      clock.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
      reinforcement.ask();
      assertThat(heard).hasSize(second);
      clock.incrementAndGet();
    }
  }

  @Test
  void ofManyThreadsOneGoesOn() {
    LongAdder calls = new LongAdder();
    Reinforcement reinforcement =
        new Reinforcement("shop@1", SHOP, instance -> calls.increment(), clock::get);
    IntStream.range(0, 100_000).parallel().forEach(call -> reinforcement.ask());
    assertThat(calls.sum()).isEqualTo(1);
  }

  @Test
  void whatIsNoInstanceAsksNobody() {
    Reinforcement reinforcement = new Reinforcement("shop", null, heard::add, clock::get);
    reinforcement.ask();
    reinforcement.ask();
    assertThat(heard).isEmpty();
  }
}
