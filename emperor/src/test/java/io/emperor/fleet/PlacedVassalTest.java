package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.KeyValue;
import io.emperor.consul.name.FleetSnapshot;
import io.emperor.consul.name.SlotId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every emperor works out of the same keys. */
class PlacedVassalTest {

  private static final String OLD = "old";
  private static final String NEW = "new";

  private final Map<String, FleetSnapshot.Emperor> emperors = new TreeMap<>();
  private final Map<SlotId, FleetSnapshot.Slot> slots = new TreeMap<>();
  private final Map<String, EmperorReport> reports = new HashMap<>();
  private final Map<String, byte[]> scales = new HashMap<>();
  private final Map<String, KeyValue> reinforced = new HashMap<>();
  private final Map<String, byte[]> drains = new HashMap<>();

  private void emperor(String name, Map<String, String> labels, Offer offer) {
    emperors.put(name, new FleetSnapshot.Emperor(true, "run", 7, labels, null));
    reports.put(name, new EmperorReport(false, Map.of("shop", offer), Map.of()));
  }

  private void emperor(String name, Offer offer) {
    emperor(name, Map.of(), offer);
  }

  private static Offer offer(int instances) {
    return offer(instances, NEW, 2, "emperor", 0, false);
  }

  private static Offer offer(
      int instances, String version, long modified, String spread, int most, boolean rebalances) {
    return new Offer(
        version,
        modified,
        instances,
        instances,
        false,
        Map.of(),
        spread,
        most,
        rebalances,
        false,
        1,
        null,
        null);
  }

  private void owns(int number, String emperor, String version, boolean passing) {
    SlotId id = new SlotId("shop", number);
    KeyValue key = new KeyValue("k", new byte[0], 0, null, 1, 10 + number, 0);
    slots.put(id, new FleetSnapshot.Slot(Optional.of(emperor), emperor, 10 + number, key));
    EmperorReport before = Objects.requireNonNull(reports.get(emperor));
    Map<String, InstanceReport> instances = new HashMap<>(before.instances());
    instances.put(
        id.toString(), new InstanceReport(10 + number, version, "running", passing, null, ""));
    reports.put(emperor, new EmperorReport(false, before.vassals(), instances));
  }

  private void hasFailed(int number, String emperor, String version) {
    EmperorReport before = Objects.requireNonNull(reports.get(emperor));
    Map<String, InstanceReport> instances = new HashMap<>(before.instances());
    instances.put(
        "shop@" + number,
        new InstanceReport(10 + number, OLD, "running", true, version, "it has failed"));
    reports.put(emperor, new EmperorReport(false, before.vassals(), instances));
  }

  private PlacedVassal shop() {
    Map<String, byte[]> written = new HashMap<>();
    reports.forEach((name, report) -> written.put(name, report.bytes()));
    return FleetState.of(new FleetSnapshot(emperors, slots, written, scales, reinforced, drains))
        .vassal("shop");
  }

  private void range(int least, int most) {
    emperor(
        "a",
        new Offer(NEW, 2, least, most, false, Map.of(), "emperor", 0, false, false, 1, null, null));
  }

  private void reinforced(String text) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    reinforced.put("shop", new KeyValue("k", value, 0, null, 1, 9, 0));
  }

  @Test
  void thereAreAsManyAsWereAskedForWithinTheRange() {
    range(2, 5);
    assertThat(shop().wanted()).isEqualTo(2);
    reinforced("{\"instances\":4}");
    assertThat(shop().range()).hasToString("4 instances of 2-5");
    reinforced("{\"instances\":9}");
    assertThat(shop().wanted()).isEqualTo(5);
    reinforced("{\"instances\":1}");
    assertThat(shop().wanted()).isEqualTo(2);
    for (String garbage : List.of("", "{}", "[]", "null", "{\"instances\":-1}", "\u0000")) {
      reinforced(garbage);
      assertThat(shop().wanted()).as(garbage).isEqualTo(2);
    }
  }

  @Test
  void whereThereIsNoRangeNobodyIsAsked() {
    emperor("a", offer(3));
    reinforced("{\"instances\":5}");
    assertThat(shop().range()).hasToString("3 instances");
  }

  @Test
  void anOperatorsNumberIsTheLowerBoundOfARange() {
    range(1, 5);
    scales.put("shop", new Scale(3, 1).bytes());
    assertThat(shop().range()).isEqualTo(new Wanted(3, 5, 3));
    reinforced("{\"instances\":4}");
    assertThat(shop().range()).isEqualTo(new Wanted(3, 5, 4));
    scales.put("shop", new Scale(8, 1).bytes());
    assertThat(shop().range()).isEqualTo(new Wanted(8, 8, 8));
    scales.put("shop", new Scale(0, 1).bytes());
    assertThat(shop().range()).isEqualTo(new Wanted(0, 0, 0));
  }

  @Test
  void freeSlotsGoToWhoHasFewest() {
    emperor("a", offer(5));
    emperor("b", offer(5));
    emperor("c", offer(5));
    owns(0, "a", NEW, true);
    owns(1, "a", NEW, true);

    Map<Integer, List<String>> rankings = shop().rankings();

    assertThat(rankings).containsOnlyKeys(2, 3, 4);
    assertThat(rankings.values().stream().map(ranked -> ranked.get(0)).limit(2))
        .containsExactlyInAnyOrder("b", "c");
    assertThat(rankings.get(2)).hasSize(3).last().isEqualTo("a");
  }

  @Test
  void theyAreSpreadOverALabelFirst() {
    Offer wide = offer(3, NEW, 2, "zone", 0, false);
    emperor("a", Map.of("zone", "north"), wide);
    emperor("b", Map.of("zone", "south"), wide);
    emperor("c", Map.of("zone", "south"), wide);
    owns(0, "b", NEW, true);

    assertThat(shop().rankings().get(1)).startsWith("a");
  }

  @Test
  void aFixedPortIsListenedOnOnceOnEachMachine() {
    Offer fixed =
        new Offer(NEW, 2, 3, 3, false, Map.of(), "emperor", 1, false, true, 1, null, null);
    emperor("a", Map.of("host", "here"), fixed);
    emperor("b", Map.of("host", "here"), fixed);
    emperor("c", Map.of("host", "there"), fixed);
    owns(0, "a", NEW, true);
    owns(1, "c", NEW, true);

    PlacedVassal shop = shop();

    assertThat(shop.rankings().get(2)).isEmpty();
    assertThat(shop.pending(2))
        .contains("b is on one machine with a, which has its port", "c runs 1 of it already");
    assertThat(shop.successors(0, "a")).containsExactly("b");
    assertThat(shop.sharePort("a", "b")).isTrue();
    assertThat(shop.sharePort("a", "c")).isFalse();
  }

  @Test
  void theNewestFilesWinWhoeverHasMore() {
    emperor("a", offer(2, OLD, 1, "emperor", 0, false));
    emperor("b", offer(2, OLD, 1, "emperor", 0, false));
    emperor("c", offer(3, NEW, 2, "emperor", 0, false));

    assertThat(shop().wanted()).isEqualTo(3);
    assertThat(shop().rankings().get(0)).containsExactly("c");
    assertThat(shop().unfit("a")).contains("has older files of it");
    assertThat(shop().warnings())
        .isEqualTo(Map.of("a", "has older files of it", "b", "has older files of it"));
  }

  @Test
  void whatAnOperatorWantsHoldsUntilTheFilesSaySomethingElse() {
    emperor("a", offer(2));
    scales.put("shop", new Scale(7, 2).bytes());
    assertThat(shop().wanted()).isEqualTo(7);

    scales.put("shop", new Scale(7, 3).bytes());
    assertThat(shop().wanted()).isEqualTo(2);

    scales.put(
        "shop", "{\"instances\":2000000000,\"configured\":2}".getBytes(StandardCharsets.UTF_8));
    assertThat(shop().wanted()).isEqualTo(2);
  }

  @Test
  void noNumberOfSomebodyElsesIsTooLarge() {
    emperor("a", offer(Integer.MAX_VALUE));

    assertThat(shop().wanted()).isEqualTo(9_999);
    assertThat(shop().rankings()).hasSize(64);
    assertThat(shop().pending(9_000)).isEqualTo("waits for those before it");
  }

  @Test
  void whatNobodyMayRunSaysWhyOfEach() {
    emperor("a", offer(2, NEW, 2, "emperor", 1, false));
    emperor("b", offer(2, NEW, 2, "emperor", 1, false));
    owns(0, "a", NEW, true);
    drains.put("b", new byte[0]);

    assertThat(shop().pending(1)).isEqualTo("a runs 1 of it already; b is drained");
  }

  @Test
  void whatWasSaidUnderAnotherFenceIsNotOfThisInstance() {
    emperor("a", offer(1));
    owns(0, "a", NEW, true);
    assertThat(shop().isPassing(0)).isTrue();

    SlotId id = new SlotId("shop", 0);
    KeyValue key = new KeyValue("k", new byte[0], 0, null, 1, 90, 0);
    slots.put(id, new FleetSnapshot.Slot(Optional.of("a"), "a", 90, key));

    assertThat(shop().isPassing(0)).isFalse();
    assertThat(shop().isComplete()).isFalse();
  }

  @Test
  void newFilesGoInTheOrderOfTheSlotsAndNoMoreAtOnceThanMayBeOut() {
    emperor("a", offer(3));
    for (int number = 0; number < 3; number++) {
      owns(number, "a", OLD, true);
    }
    assertThat(shop().mayUpdate(0)).isTrue();
    assertThat(shop().mayUpdate(1)).isFalse();

    owns(0, "a", NEW, false);
    assertThat(shop().mayUpdate(1)).isFalse();

    owns(0, "a", NEW, true);
    assertThat(shop().mayUpdate(1)).isTrue();
    assertThat(shop().mayUpdate(2)).isFalse();
  }

  @Test
  void noMoreGetNewFilesOnceOneHasFailedWithThem() {
    emperor("a", offer(2));
    owns(0, "a", OLD, true);
    owns(1, "a", OLD, true);
    hasFailed(0, "a", NEW);

    assertThat(shop().mayUpdate(0)).isFalse();
    assertThat(shop().mayUpdate(1)).isFalse();
  }

  @Test
  void theLastOfWhoHasMostGoesToWhoHasTwoFewer() {
    Offer moving = offer(3, NEW, 2, "emperor", 0, true);
    emperor("a", moving);
    emperor("b", moving);
    for (int number = 0; number < 3; number++) {
      owns(number, "a", NEW, true);
    }
    assertThat(shop().balanced(2, "a")).contains("b");
    assertThat(shop().balanced(1, "a")).isEmpty();

    owns(2, "b", NEW, true);
    assertThat(shop().balanced(1, "a")).isEmpty();
  }

  @Test
  void nothingMovesForBalanceWhileOneIsNotWell() {
    Offer moving = offer(3, NEW, 2, "emperor", 0, true);
    emperor("a", moving);
    emperor("b", moving);
    for (int number = 0; number < 3; number++) {
      owns(number, "a", NEW, number != 1);
    }

    assertThat(shop().balanced(2, "a")).isEmpty();
  }
}
