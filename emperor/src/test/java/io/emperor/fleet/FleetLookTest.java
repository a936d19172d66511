package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.name.FleetSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often the fleet's keys are read. */
class FleetLookTest {

  private final AtomicLong nanos = new AtomicLong(5);
  private final FleetLook look = new FleetLook(this::read, nanos::get);
  private int emperors = 1;
  private int reads;
  private boolean failing;

  private FleetSnapshot read() {
    reads++;
    if (failing) {
      throw new IllegalStateException("no leader");
    }
    Map<String, FleetSnapshot.Emperor> members = new HashMap<>();
    for (int i = 0; i < emperors; i++) {
      members.put("e" + i, new FleetSnapshot.Emperor(true, "run", 7, Map.of(), null));
    }
    members.put("gone", new FleetSnapshot.Emperor(false, "run", 7, Map.of(), null));
    return new FleetSnapshot(members, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  private int readsAfter(Duration time) {
    int before = reads;
    nanos.addAndGet(time.toNanos());
    assertThat(look.take().emperors()).hasSize(emperors + 1);
    return reads - before;
  }

  @Test
  void aSmallFleetIsReadOnceASecond() {
    emperors = 20;
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(readsAfter(Duration.ofMillis(999))).isZero();
    assertThat(readsAfter(Duration.ofMillis(1))).isEqualTo(1);
  }

  @Test
  void aLargeOneIsReadMoreRarelyByEach() {
    emperors = 200;
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(readsAfter(Duration.ofMillis(9_999))).isZero();
    assertThat(readsAfter(Duration.ofMillis(1))).isEqualTo(1);
    emperors = 10_000;
    look.changed();
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(readsAfter(Duration.ofSeconds(29))).isZero();
    assertThat(readsAfter(Duration.ofSeconds(1))).isEqualTo(1);
  }

  @Test
  void whatHasChangedIsReadAtOnce() {
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(readsAfter(Duration.ZERO)).isZero();
    look.changed();
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(readsAfter(Duration.ZERO)).isZero();
  }

  @Test
  void whatCouldNotBeReadIsNotKnown() {
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
    look.changed();
    failing = true;
    assertThatThrownBy(look::take).hasMessage("no leader");
    assertThatThrownBy(look::take).hasMessage("no leader");
    failing = false;
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
  }

  @Test
  void theMoreEmperorsTheLongerTheLull() {
    assertThat(look.lull()).isEqualTo(Duration.ofMillis(50).toNanos());
    for (int each : new int[] {1, 50}) {
      emperors = each;
      look.changed();
      assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
      assertThat(look.lull()).isEqualTo(Duration.ofMillis(50).toNanos());
    }
    emperors = 1_000;
    look.changed();
    assertThat(readsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(look.lull()).isEqualTo(Duration.ofSeconds(1).toNanos());
  }
}
