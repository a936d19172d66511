package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose leases are watched by whom. */
class LeaseRingTest {

  private static Set<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "rack-" + i).collect(Collectors.toSet());
  }

  /** By how many of the watching each is watched. */
  private static Map<String, Integer> watchers(Set<String> live, Set<String> watching) {
    Map<String, Integer> watchers = new HashMap<>();
    LeaseRing ring = new LeaseRing(live, watching);
    for (String self : watching) {
      ring.watchedBy(self).forEach(each -> watchers.merge(each, 1, Integer::sum));
    }
    return watchers;
  }

  @Test
  void inASmallFleetEverybodyWatchesAllOthers() {
    Set<String> live = names(9);
    for (String self : live) {
      Set<String> others = new HashSet<>(live);
      others.remove(self);
      assertThat(new LeaseRing(live, live).watchedBy(self))
          .containsExactlyInAnyOrderElementsOf(others);
    }
    assertThat(new LeaseRing(Set.of("a"), Set.of("a")).watchedBy("a")).isEmpty();
  }

  @Test
  void inALargeOneEachIsWatchedByAsManyWhateverItDoes() {
    Set<String> live = names(300);
    assertThat(watchers(live, live)).hasSize(300).containsValue(LeaseRing.WATCHERS);
    assertThat(new HashSet<>(watchers(live, live).values())).containsExactly(LeaseRing.WATCHERS);
    Set<String> watching =
        live.stream().filter(name -> name.endsWith("7")).collect(Collectors.toSet());
    Map<String, Integer> some = watchers(live, watching);
    assertThat(some).hasSize(300);
    assertThat(new HashSet<>(some.values())).containsExactly(LeaseRing.WATCHERS);
  }

  @Test
  void whoeverIsLeftFindsAllThatAreLostInTheEnd() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Set<String> live = new HashSet<>(names(60));
      Set<String> left =
          live.stream().filter(name -> random.nextInt(10) == 0).collect(Collectors.toSet());
      if (left.isEmpty()) {
        continue;
      }
      while (live.size() > left.size()) {
        Set<String> found = new HashSet<>();
        // They do not know yet that others that should watch are lost as well.
        left.forEach(self -> found.addAll(new LeaseRing(live, live).watchedBy(self)));
        found.removeAll(left);
        assertThat(found).as("seed %d", seed).isNotEmpty();
        live.removeAll(found);
      }
      assertThat(live).isEqualTo(left);
    }
  }

  @Test
  void theOrderIsThatOfNoName() {
    List<String> watched = List.copyOf(new LeaseRing(names(300), names(300)).watchedBy("rack-10"));
    assertThat(watched).isNotEqualTo(watched.stream().sorted().toList());
  }
}
