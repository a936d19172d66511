package io.emperor.config;

import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.file.Problems;
import io.emperor.config.file.Sourced;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what can't be meant of what is said about instances. */
final class PlacementChecks {

  /** What means nothing where each emperor that has the files runs one. */
  private static final List<VassalKey<?>> OF_INSTANCES =
      List.of(
          VassalKey.REINFORCE_WHEN,
          VassalKey.NODE_SELECTOR,
          VassalKey.SPREAD,
          VassalKey.MAX_PER_EMPEROR,
          VassalKey.REBALANCE,
          VassalKey.ON_DISCONNECT,
          VassalKey.RESCHEDULE_ATTEMPTS,
          VassalKey.RESCHEDULE_DELAY,
          VassalKey.MAX_UNAVAILABLE);

  private final Layer layer;
  private final boolean shared;
  private final Problems problems;

  private PlacementChecks(Layer layer, @Nullable SeenApp app, Problems problems) {
    this.layer = layer;
    this.shared =
        VassalKind.of(layer, app).filter(kind -> kind == VassalKind.SHARED_JVM).isPresent();
    this.problems = problems;
  }

  /**
   * Reports it.
   *
   * @param own what was written for this vassal, beside it or inside it
   * @param merged all values
   * @param app the vassal's jar or war, if there is one
   */
  static void report(Layer own, Layer merged, @Nullable SeenApp app, Problems problems) {
    PlacementChecks checks = new PlacementChecks(merged, app, problems);
    checks.singleton();
    checks.freezing();
    ReinforceKeys.report(own, merged, isPlaced(merged), problems);
    if (!isPlaced(merged)) {
      checks.idle(own);
    }
  }

  /** Whether instances are asked for. */
  static boolean isPlaced(Layer merged) {
    return isSingleton(merged) || merged.find(VassalKey.INSTANCES).isPresent();
  }

  private static boolean isSingleton(Layer merged) {
    return merged.find(VassalKey.SINGLETON).map(Sourced::value).orElse(false);
  }

  private void singleton() {
    layer
        .find(VassalKey.INSTANCES)
        .filter(instances -> isSingleton(layer) && instances.value().most() != 1)
        .ifPresent(
            instances ->
                problems.add(
                    instances.origin(),
                    VassalKey.INSTANCES.name(),
                    "is " + instances.value() + ", and a singleton is one",
                    "remove it, or remove singleton"));
  }

  private void freezing() {
    layer
        .find(VassalKey.ON_DISCONNECT)
        .filter(what -> what.value() == OnDisconnect.FREEZE && shared)
        .ifPresent(
            what ->
                problems.add(
                    what.origin(),
                    VassalKey.ON_DISCONNECT.name(),
                    "can't be freeze within the emperor's own JVM",
                    "add isolation: process, or write stop"));
  }

  private void idle(Layer own) {
    for (VassalKey<?> key : OF_INSTANCES) {
      own.origin(key)
          .ifPresent(
              where ->
                  problems.add(
                      where,
                      key.name(),
                      "has no effect without instances",
                      "add instances: or singleton: true, or remove it"));
    }
  }
}
