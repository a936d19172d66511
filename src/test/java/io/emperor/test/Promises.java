package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ReliabilityResults;
import java.time.Duration;
import java.util.List;

/** What has to hold through one fault, looked up in the recorded history and written down. */
final class Promises {

  private final FaultScene scene;
  private final String fault;
  private final long since;
  private final long startsBefore;
  private final int readerPort;

  private Promises(FaultScene scene, String fault) {
    this.scene = scene;
    this.fault = fault;
    this.readerPort = scene.port("reader");
    this.startsBefore = scene.starts();
    String unused = gap(); // What was before does not count.
    this.since = History.now();
  }

  /** Begins to look, just before the fault. */
  static Promises during(FaultScene scene, String fault) {
    return new Promises(scene, fault);
  }

  private String gap() {
    return Http.get(readerPort, "/gap").body();
  }

  /** Since when these promises are looked at. */
  long since() {
    return since;
  }

  /** A time that is promised: written down beside it, and not asserted, as machines differ. */
  Promises within(String promise, Duration limit, Duration measured) {
    ReliabilityResults.time(fault, promise, limit, measured);
    return this;
  }

  /** A figure that is told and not promised. */
  Promises noted(String what, Duration measured) {
    ReliabilityResults.record(fault, what, "-", measured.toMillis() + " ms");
    return this;
  }

  private Promises none(String promise, List<String> found) {
    ReliabilityResults.none(fault, promise, found.size());
    assertThat(found).as(promise + ", " + fault).isEmpty();
    return this;
  }

  /**
   * No check on these agents became critical because its heartbeat did not come. What an agent
   * missed while it answered nobody is told, and no failure of the emperor's.
   */
  Promises noLateHeartbeatOn(ClusterAgent... agents) {
    List<String> late =
        List.of(agents).stream()
            .flatMap(agent -> scene.history().expired(agent, since).stream())
            .toList();
    long excused =
        List.of(agents).stream()
            .mapToLong(agent -> scene.history().expiredInSilence(agent, since).size())
            .sum();
    ReliabilityResults.record(
        fault, "checks critical because the agent itself was silent", "-", excused + "");
    return none("late heartbeats of healthy vassals", late);
  }

  /** No service of ours was ever on this agent. */
  Promises nothingMovedTo(ClusterAgent agent) {
    List<String> moved =
        scene.history().sightings(agent, since).stream()
            .map(Sighting::service)
            .filter(FaultScene.ids()::contains)
            .distinct()
            .toList();
    return none("services moved to the other agent", moved);
  }

  Promises readsWentOn(Duration limit) {
    String[] gap = gap().split(" ", 2);
    ReliabilityResults.record(fault, "app reads that failed", "-", gap[1]);
    return within(
        "longest time without an answer for an app that reads every 50 ms",
        limit,
        Duration.ofMillis(Long.parseLong(gap[0])));
  }

  /** What holds in every fault: others' services stay as they are, and no app is restarted. */
  void andNobodyElseWasHurt() {
    long touched =
        scene.cluster().agents().stream()
            .mapToLong(agent -> Foreigners.touched(scene.history(), agent, since))
            .sum();
    ReliabilityResults.none(fault, "services of others touched", touched);
    long restarts = scene.starts() - startsBefore;
    ReliabilityResults.none(fault, "apps restarted because of Consul", restarts);
    assertThat(touched).as("services of others touched, " + fault).isZero();
    assertThat(restarts).as("apps restarted, " + fault).isZero();
  }
}
