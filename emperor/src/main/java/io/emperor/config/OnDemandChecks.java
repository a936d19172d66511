package io.emperor.config;

import io.emperor.config.file.Problems;
import io.emperor.config.file.Sourced;
import org.jspecify.annotations.Nullable;

/** Finds what can't be meant of what is said about an app that rests until somebody connects. */
final class OnDemandChecks {

  private OnDemandChecks() {}

  /**
   * Whether an app can rest: one that the emperor runs, and that can have a port.
   *
   * @param merged all values
   * @param app the vassal's jar or war, if there is one
   */
  static boolean canRest(Layer merged, @Nullable SeenApp app) {
    boolean elsewhere = VassalKind.of(merged, app).filter(VassalKind.ELSEWHERE::equals).isPresent();
    return !elsewhere && !isWorker(merged);
  }

  private static boolean isWorker(Layer merged) {
    return merged.find(VassalKey.SERVICE_PORT).isEmpty()
        && merged.find(VassalKey.CHECK_TCP).map(Sourced::value).filter("none"::equals).isPresent();
  }

  /**
   * Reports it.
   *
   * @param own what was written for this vassal, beside it or inside it
   * @param merged all values
   */
  static void report(Layer own, Layer merged, Problems problems) {
    boolean onDemand = merged.find(VassalKey.ON_DEMAND).map(Sourced::value).orElse(false);
    boolean range =
        merged.find(VassalKey.INSTANCES).filter(found -> found.value().isRange()).isPresent();
    if (!onDemand) {
      own.origin(VassalKey.IDLE_TIMEOUT)
          .filter(where -> !range)
          .ifPresent(
              where ->
                  problems.add(
                      where,
                      VassalKey.IDLE_TIMEOUT.name(),
                      "has no effect without on-demand or a range of instances",
                      "add on-demand: true, or remove it"));
      return;
    }
    own.origin(VassalKey.ON_DEMAND)
        .filter(where -> isWorker(merged))
        .ifPresent(
            where ->
                problems.add(
                    where,
                    VassalKey.ON_DEMAND.name(),
                    "has no port to which somebody could connect, because of check-tcp: none",
                    "add consul-service-port, or remove one of them"));
  }
}
