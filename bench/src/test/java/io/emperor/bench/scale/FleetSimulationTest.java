package io.emperor.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.bench.scale.FleetSimulation.Loss;
import io.emperor.bench.scale.FleetSimulation.Rest;
import org.junit.jupiter.api.Test;

/** What a simulated fleet does, whatever the seed. */
class FleetSimulationTest {

  private static final Fleet SMALL = new Fleet(12, 3);

  @Test
  void theSameSeedGivesTheSame() {
    Loss first = FleetSimulation.lossOfAThird(SMALL, Protocol.OURS, 1, 7);
    assertThat(FleetSimulation.lossOfAThird(SMALL, Protocol.OURS, 1, 7)).isEqualTo(first);
    assertThat(FleetSimulation.lossOfAThird(SMALL, Protocol.OURS, 1, 8)).isNotEqualTo(first);
  }

  @Test
  void allRunAgainAndNoneTwice() {
    for (Protocol protocol : new Protocol[] {Protocol.OURS, Protocol.ALL_WATCH_ALL}) {
      for (int seed = 0; seed < 10; seed++) {
        Loss loss = FleetSimulation.lossOfAThird(SMALL, protocol, 1, seed);
        assertThat(loss.running()).as("%s, seed %d", protocol, seed).isEqualTo(100);
        assertThat(loss.twice()).isZero();
        assertThat(loss.losses()).isZero();
        assertThat(loss.lapses()).isZero();
      }
    }
  }

  /** Nobody may take over before a lease has been seen unchanged for its duration. */
  @Test
  void nothingRunsAgainBeforeTheLeasesOfTheLostAreOver() {
    for (int seed = 0; seed < 10; seed++) {
      Loss loss = FleetSimulation.lossOfAThird(SMALL, Protocol.OURS, 1, seed);
      assertThat(loss.seconds()).isBetween(2.8 + 1, 3.5 + 0.35 + 1 + 1);
    }
  }

  @Test
  void atRestEachWritesOnceARetryPeriodWhateverItRuns() {
    for (Protocol protocol : new Protocol[] {Protocol.OURS, Protocol.ALL_WATCH_ALL}) {
      Rest few = FleetSimulation.rest(new Fleet(10, 1), protocol, 1);
      Rest many = FleetSimulation.rest(new Fleet(10, 20), protocol, 1);
      assertThat(few.writes()).isBetween(13.5, 14.5);
      assertThat(many.writes()).isBetween(13.5, 14.5);
    }
    Rest slower = FleetSimulation.rest(new Fleet(10, 1), Protocol.OURS.slower(10), 1);
    assertThat(slower.writes()).isBetween(1.3, 1.6);
  }

  @Test
  void whatIsReadOfLeasesGrowsWithTheFleetAndNotWithItsSquare() {
    Rest small = FleetSimulation.rest(new Fleet(50, 1), Protocol.OURS, 1);
    Rest large = FleetSimulation.rest(new Fleet(200, 1), Protocol.OURS, 1);
    assertThat(large.reads() / small.reads()).isLessThan(4.5);
    Rest before = FleetSimulation.rest(new Fleet(200, 1), Protocol.ALL_WATCH_ALL, 1);
    assertThat(before.megabytes() / large.megabytes()).isGreaterThan(5);
  }
}
