package io.emperor.bench.comparison;

import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import io.emperor.bench.scale.Fleet;
import io.emperor.bench.scale.FleetSimulation;
import io.emperor.bench.scale.FleetSimulation.Loss;
import io.emperor.bench.scale.FleetSimulation.Rest;
import io.emperor.bench.scale.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Fleets that no machine here could run, on paper. */
public final class Simulate implements Comparison {

  private static final int VASSALS = 10;
  private static final int SEEDS = 20;
  private static final int SLOWER = 10;

  /** Larger ones, in which everybody watches all others, take a simulation too long. */
  private static final int MOST_WATCHED = 1_000;

  private static final String BEFORE = "all watch all";

  @Override
  public String name() {
    return "simulate";
  }

  @Override
  public String title() {
    return "Fleets on paper";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        Nothing is started: the fleet's protocol is simulated event by event, with the emperors' own times, ring, pace and order of claims, over a \
        Consul that takes for each request what was measured at a real one (%s). %d instances on each emperor, one of each of as many vassals, \
        whose files all have. At rest: what is asked of Consul each second, whether it can do that or not. Then a third of \
        the emperors, chosen by chance, is lost at one moment, over one leader that takes 4,350 writes a second and sends 10 Gbit/s; a start takes 1 s; \
        %d seeds, one for the fleet of 1,000. `%s` is the protocol as it was before it was simulated: each emperor watches the lease of every other, reads everything each second, and is \
        sent everything with every change.
        """,
        "[Scale](scale.md)",
        VASSALS,
        SEEDS,
        BEFORE);
  }

  @Override
  public Figures measure() {
    List<Row> rows = new ArrayList<>();
    for (int emperors : new int[] {10, 100, 1_000, 10_000}) {
      rows.addAll(rest(emperors));
    }
    Fleet large = new Fleet(1_000, VASSALS);
    Rest slow = FleetSimulation.rest(large, Protocol.OURS.slower(SLOWER), 1);
    rows.add(
        Row.alone(
            "1,000 emperors at rest, lease-duration 35 s: writes a second",
            "",
            Measured.once(slow.writes())));
    for (int emperors : new int[] {100, 200}) {
      String what = String.format(Locale.ROOT, "a third of %d emperors lost", emperors);
      rows.addAll(loss(what, emperors, 1));
    }
    rows.addAll(loss("a third of 1,000 in ten fleets lost", 100, 10));
    Loss one = FleetSimulation.lossOfAThird(large, Protocol.OURS, 1, 1);
    String what = "a third of 1,000 in one fleet lost: ";
    rows.add(Row.alone(what + "running 30 s later", "%", Measured.once(one.running())));
    rows.add(lapses(what, Measured.once(one.lapses())));
    return Figures.of(rows);
  }

  private static List<Row> rest(int emperors) {
    Fleet fleet = new Fleet(emperors, VASSALS);
    String at = String.format(Locale.ROOT, "%,d emperors at rest: ", emperors);
    Rest ours = FleetSimulation.rest(fleet, Protocol.OURS, 1);
    if (emperors > MOST_WATCHED) {
      return List.of(
          Row.alone(at + "writes a second", "", Measured.once(ours.writes())),
          Row.alone(at + "reads a second", "", Measured.once(ours.reads())),
          Row.alone(at + "answers a second", "MB", Measured.once(ours.megabytes())));
    }
    Rest before = FleetSimulation.rest(fleet, Protocol.ALL_WATCH_ALL, 1);
    return List.of(
        beside(at + "writes a second", "", ours.writes(), before.writes()),
        beside(at + "reads a second", "", ours.reads(), before.reads()),
        beside(at + "answers a second", "MB", ours.megabytes(), before.megabytes()));
  }

  private static Row beside(String what, String unit, double ours, double before) {
    return Row.beside(what, unit, Measured.once(ours), BEFORE, Measured.once(before));
  }

  private static List<Row> loss(String what, int emperors, int fleets) {
    Fleet fleet = new Fleet(emperors, VASSALS);
    Samples ours = new Samples();
    Samples before = new Samples();
    for (int seed = 1; seed <= SEEDS; seed++) {
      add(ours, FleetSimulation.lossOfAThird(fleet, Protocol.OURS, fleets, seed), fleets);
      add(
          before,
          FleetSimulation.lossOfAThird(fleet, Protocol.ALL_WATCH_ALL, fleets, seed),
          fleets);
    }
    return List.of(
        row(what + ": all run again after", "s", "seconds", ours, before),
        row(what + ": writes in the worst second", "", "writes", ours, before),
        row(what + ": refused, of a hundred", "", "refused", ours, before),
        row(what + ": reads in the worst second", "", "reads", ours, before),
        row(what + ": answers in the worst second", "MB", "megabytes", ours, before),
        lapses(what + ": ", ours.of("lapses")));
  }

  private static Row lapses(String what, Measured ours) {
    Aim none = Aim.atMost(Aim.Of.P99, 0);
    return Row.alone(what + "leases of survivors that lapsed", "", ours, none);
  }

  private static Row row(String what, String unit, String figure, Samples ours, Samples before) {
    return Row.beside(what, unit, ours.of(figure), BEFORE, before.of(figure));
  }

  private static void add(Samples samples, Loss loss, int fleets) {
    if (loss.twice() > 0) {
      throw new IllegalStateException("an instance ran twice: " + loss);
    }
    samples.add("seconds", loss.seconds());
    samples.add("writes", (double) loss.writes() * fleets);
    samples.add("refused", 100.0 * loss.refused() / loss.transactions());
    samples.add("reads", (double) loss.reads() * fleets);
    samples.add("megabytes", loss.megabytes() * fleets);
    samples.add("lapses", loss.lapses() * fleets);
  }
}
