package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.KeyValue;
import io.emperor.bench.scale.SimulatedOrder;
import io.emperor.consul.name.FleetSnapshot;
import io.emperor.consul.name.SlotId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The simulation's order of claims beside that of emperors. */
class SimulatedOrderTest {

  private static final int EMPERORS = 15;

  /** Only the live are asked, as only they have a report that counts. */
  @Test
  void itIsTheSameFromTheSameKeys() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      SimulatedOrder simulated = new SimulatedOrder(EMPERORS, 4);
      for (int i = 0; i < 5; i++) {
        simulated.kill(random.nextInt(EMPERORS));
      }
      for (int i = 0; i < 8; i++) {
        simulated.take(random.nextInt(4 * EMPERORS));
      }
      FleetState fleet = FleetState.of(snapshot(simulated));
      for (int vassal = 0; vassal < 4; vassal++) {
        Map<Integer, List<String>> real = fleet.vassal("vassal-" + vassal).rankings();
        assertThat(simulated.rankings(vassal)).as("seed %d", seed).isEqualTo(real);
      }
    }
  }

  private static FleetSnapshot snapshot(SimulatedOrder simulated) {
    Map<String, FleetSnapshot.Emperor> emperors = new TreeMap<>();
    Map<String, byte[]> reports = new HashMap<>();
    Map<String, Offer> offers = new HashMap<>();
    for (int vassal = 0; vassal < 4; vassal++) {
      offers.put("vassal-" + vassal, offer());
    }
    for (int emperor = 0; emperor < EMPERORS; emperor++) {
      boolean live = simulated.isLive(emperor);
      String name = "emperor-" + emperor;
      emperors.put(name, new FleetSnapshot.Emperor(live, "run", 7, Map.of(), null));
      reports.put(name, new EmperorReport(false, offers, Map.of()).bytes());
    }
    Map<SlotId, FleetSnapshot.Slot> slots = new TreeMap<>();
    KeyValue key = new KeyValue("k", new byte[0], 0, null, 1, 10, 0);
    simulated
        .owners()
        .forEach((slot, owner) -> slots.put(slot, new FleetSnapshot.Slot(owner, "", 10, key)));
    return new FleetSnapshot(emperors, slots, reports, Map.of(), Map.of(), Map.of());
  }

  private static Offer offer() {
    return new Offer(
        "new", 2, EMPERORS, EMPERORS, false, Map.of(), "emperor", 0, false, false, 1, null, null);
  }
}
