package io.emperor.vassal.watch;

import io.emperor.api.ServiceInstance;
import java.util.List;
import java.util.Locale;

/**
 * A service that a vassal depends on, as it was last seen.
 *
 * @param name the service's name
 * @param sight how much of it was seen
 * @param instances how many instances there are
 */
record Dependency(String name, Sight sight, int instances) {

  /** How much there is of a service. */
  enum Sight {
    /** Nobody has said anything about it so far. */
    UNKNOWN,
    /** It has no instance. */
    ABSENT,
    /** It has instances, none of them passing. */
    FAILING,
    /** It has a passing instance. */
    PASSING
  }

  static Dependency unknown(String name) {
    return new Dependency(name, Sight.UNKNOWN, 0);
  }

  static Dependency seen(String name, List<ServiceInstance> instances) {
    boolean passing = instances.stream().anyMatch(instance -> instance.health().isPassing());
    Sight otherwise = instances.isEmpty() ? Sight.ABSENT : Sight.FAILING;
    return new Dependency(name, passing ? Sight.PASSING : otherwise, instances.size());
  }

  boolean isPassing() {
    return sight == Sight.PASSING;
  }

  /** The service and how it is, for people. */
  String message() {
    return switch (sight) {
      case UNKNOWN -> name + " (Consul has not answered yet)";
      case ABSENT -> name + " (no instance)";
      case FAILING ->
          String.format(
              Locale.ROOT,
              "%s (%d %s, none passing)",
              name,
              instances,
              instances == 1 ? "instance" : "instances");
      case PASSING -> name;
    };
  }
}
