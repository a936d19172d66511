package io.emperor.examples.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.ConsulApi;
import io.emperor.api.KeyValue;
import io.emperor.api.Registered;
import io.emperor.testkit.EmperorTest;
import io.emperor.testkit.RunningVassal;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@EmperorTest(Counter.class)
class CounterTest {

  private final ConsulApi consul;
  private final BlockingQueue<Optional<KeyValue>> changes = new LinkedBlockingQueue<>();
  private final BlockingQueue<Optional<Registered>> leaders = new LinkedBlockingQueue<>();

  CounterTest(ConsulApi consul) {
    this.consul = consul;
    var unused = consul.watchKey("counter/value", changes::add); // until the test is over
    var unusedToo = consul.watchName("counter", leaders::add);
  }

  private long counted(long least) throws InterruptedException {
    long value = 0;
    while (value < least) {
      Optional<KeyValue> change = changes.poll(10, TimeUnit.SECONDS);
      assertThat(change).as("a change of the counter").isNotNull();
      value = change.map(KeyValue::text).map(Long::parseLong).orElse(0L);
    }
    return value;
  }

  private Registered leader(long after) throws InterruptedException {
    while (true) {
      Optional<Registered> change = leaders.poll(10, TimeUnit.SECONDS);
      assertThat(change).as("a change of the leader").isNotNull();
      if (change.filter(leader -> leader.fence() > after).isPresent()) {
        return change.get();
      }
    }
  }

  @Test
  void counts() throws Exception {
    assertThat(counted(3)).isGreaterThanOrEqualTo(3);
    assertThat(leader(0).serviceId()).isEqualTo("counter-test");
  }

  @Test
  void goesOnWhereItWasWhenTheLeadWasLost(RunningVassal counter) throws Exception {
    long before = counted(2);
    Registered first = leader(0);

    assertThat(counter.loseName("counter")).isTrue();

    assertThat(leader(first.fence()).fence()).isGreaterThan(first.fence());
    assertThat(counted(before + 2)).isGreaterThan(before);
  }

  @Test
  void givesTheLeadBackWhenItIsStopped(RunningVassal counter) throws Exception {
    Registered first = leader(0);
    assertThat(first.name()).isEqualTo("counter");

    counter.stop();

    assertThat(consul.lookup("counter")).isEmpty();
    assertThat(counter.threads()).isEmpty();
  }
}
