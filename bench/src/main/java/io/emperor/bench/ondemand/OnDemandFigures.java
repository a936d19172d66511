package io.emperor.bench.ondemand;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.figure.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that is measured of vassals on demand, one after the other. */
public final class OnDemandFigures {

  /** How each is measured. */
  public static final String METHOD =
      String.format(
          Locale.ROOT,
          """
          The small app in the emperor's JVM, and a program in Perl that waits 0.1 s, opens its port and forks for each connection, \
          each on demand: a first request when it rests, until it is answered, %d times in turn with what its start takes anyway, which \
          is subtracted round by round. That is for the app what the emperor says of the start of the same file without `on-demand`, \
          under a new name, and for the program the time from its start by hand until it takes a connection. Beside the latter stands the same \
          program behind `systemd-socket-activate`, which hands it the open port.

          %,d such files, of the app and then of the program, with a dev agent in a process of its own in the place of Consul's: the proportional set size some seconds after garbage was collected, less \
          what 100 take, divided by those that have come since; the same of the heap's objects in use; processor time of the emperor \
          and of its agent, TTL 15 s, %d windows of %d s when all have been at rest for %d s, and heartbeats that were late or \
          failed meanwhile. Then each of their ports is connected to and left, and what does not rest any more is counted.

          %,d requests at once, each on a connection of its own, to one that rests, %d times.

          `wrk` over 16 connections by the relay, directly, and by HAProxy in TCP mode with a thread for each processor, %d s each, %d rounds in turn after \
          one that is not counted: the small app in a JVM of its own and the program, each with and without `on-demand`.

          %,d requests one after the other, with pauses of up to twice an `idle-timeout` of %d ms; one in four comes on a new \
          connection, and the others find one that was kept, if it is there.
          """,
          FirstRequest.ROUNDS,
          RestingCrowd.VASSALS,
          RestingCrowd.WINDOWS,
          RestingCrowd.WINDOW.toSeconds(),
          RestingCrowd.SETTLING.toSeconds(),
          FirstRequestsAtOnce.REQUESTS,
          FirstRequestsAtOnce.ROUNDS,
          RelayBesideNone.SECONDS,
          RelayBesideNone.ROUNDS,
          RestlessUnderLoad.REQUESTS,
          RestlessUnderLoad.IDLE_MILLIS);

  private OnDemandFigures() {}

  /** Measures; what is started is ended. */
  public static List<Row> measure(BenchPaths paths) {
    List<Row> rows = new ArrayList<>();
    try (Catalog consul = Catalog.start();
        DemandScene scene = new DemandScene(paths, consul.address())) {
      rows.addAll(new FirstRequest(paths, scene).measure());
      rows.addAll(new FirstRequestsAtOnce(scene).measure());
      rows.addAll(new RestlessUnderLoad(scene).measure());
      rows.addAll(new RelayBesideNone(paths, scene).measure());
    }
    for (RestingCrowd.Kind kind : RestingCrowd.Kind.values()) {
      rows.addAll(new RestingCrowd(paths).measure(kind));
    }
    return rows;
  }
}
