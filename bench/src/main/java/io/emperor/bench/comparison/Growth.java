package io.emperor.bench.comparison;

import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Curve;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Peer;
import io.emperor.consul.FreePort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What becomes of an emperor when its vassals become many. */
public final class Growth implements Comparison {

  private static final int[] SIZES = {10, 100, 1_000, 3_000};
  private static final int SAMPLES = 30;

  private enum Cost {
    DROP("drop to passing", "ms", 10),
    PLAIN("a plain registration", "ms", 10),
    RELOAD("reload", "ms", 10),
    LIST("list, a vassal", "µs", 10),
    MEMORY("memory, a vassal", "MB", 1_000);

    private final String what;
    private final String unit;
    private final int from; // the least size at which it can be told

    Cost(String what, String unit, int from) {
      this.what = what;
      this.unit = unit;
      this.from = from;
    }

    private boolean isToldWith(int size) {
      return size >= from;
    }

    private Measured of(Samples samples) {
      return samples.of(what);
    }
  }

  private final BenchPaths paths;

  /** With the emperor that was built. */
  public Growth(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String title() {
    return "Growth";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        One emperor with 10, 100, 1,000 and 3,000 vassals: each time %d more are dropped and reloaded one after another, all \
        are listed (`GET /v1/vassals`, divided by their number), and the proportional set size is taken some seconds after \
        garbage has been collected: how much it has grown since the size before, divided by the vassals that have come since. \
        What ten or a hundred take of it can't be told from what code takes that runs for the first time. A reload is over \
        when the new generation answers. `%s` is what the agent takes with as many services to register one over its HTTP API \
        and tell it as passing, which is the agent's part of a drop.
        """,
        SAMPLES,
        Cost.PLAIN.what);
  }

  @Override
  public Figures measure() throws Exception {
    Map<Integer, Samples> bySize = new LinkedHashMap<>();
    int port = FreePort.find();
    try (Catalog consul = Catalog.start();
        Peer.Running emperor =
            new Emperor(paths)
                .start(
                    paths.scratch(), consul.address(), List.of("--admin", "127.0.0.1:" + port))) {
      GrowingEmperor growing = new GrowingEmperor(consul, emperor, new AdminEndpoint(port));
      for (int size : SIZES) {
        bySize.put(size, measure(consul, growing, size));
      }
    }
    return new Figures(rows(bySize), curves(bySize));
  }

  private static Samples measure(Catalog consul, GrowingEmperor growing, int size) {
    Samples samples = new Samples();
    samples.add(Cost.MEMORY.what, growing.growTo(size));
    for (int i = 0; i < SAMPLES; i++) {
      String app = String.format(Locale.ROOT, "one-%d-%d", size, i);
      samples.add(Cost.PLAIN.what, consul.plainRegistration("plain-" + app));
      samples.add(Cost.DROP.what, growing.drop(app));
      samples.add(Cost.RELOAD.what, growing.reload(app));
      samples.add(Cost.LIST.what, growing.list());
    }
    return samples;
  }

  private static List<Row> rows(Map<Integer, Samples> bySize) {
    List<Row> rows = new ArrayList<>();
    for (int size : SIZES) {
      for (Cost cost : Cost.values()) {
        if (cost.isToldWith(size)) {
          rows.add(
              Row.alone(
                  String.format(Locale.ROOT, "%,d vassals: %s", size, cost.what),
                  cost.unit,
                  cost.of(samples(bySize, size))));
        }
      }
    }
    for (Cost cost : Cost.values()) {
      rows.add(growth(cost, bySize));
    }
    return rows;
  }

  private static Row growth(Cost cost, Map<Integer, Samples> bySize) {
    int most = SIZES[SIZES.length - 1];
    return Row.beside(
        String.format(Locale.ROOT, "%s, with %,d", cost.what, most),
        cost.unit,
        cost.of(samples(bySize, most)),
        String.format(Locale.ROOT, "itself with %,d", cost.from),
        cost.of(samples(bySize, cost.from)),
        cost == Cost.PLAIN ? new Aim[0] : new Aim[] {Aim.atMost(Aim.Of.RATIO, 1.5)});
  }

  private static List<Curve> curves(Map<Integer, Samples> bySize) {
    return Arrays.stream(Cost.values()).map(cost -> curve(cost, bySize)).toList();
  }

  private static Curve curve(Cost cost, Map<Integer, Samples> bySize) {
    List<Curve.Point> points = new ArrayList<>();
    bySize.forEach(
        (size, samples) -> {
          if (cost.isToldWith(size)) {
            points.add(new Curve.Point(size, cost.of(samples).median()));
          }
        });
    return new Curve(cost.what, cost.unit, points);
  }

  private static Samples samples(Map<Integer, Samples> bySize, int size) {
    return Objects.requireNonNull(bySize.get(size));
  }
}
