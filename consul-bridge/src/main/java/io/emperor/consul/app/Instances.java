package io.emperor.consul.app;

import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import java.util.List;

/** The instances of a service, and those of them that are passing. */
record Instances(List<ServiceInstance> all, List<ServiceInstance> healthy) {

  static Instances of(List<FoundInstance> found) {
    List<ServiceInstance> all = found.stream().map(FoundInstance::instance).toList();
    return new Instances(
        all,
        all.stream()
            .filter(instance -> instance.health().status() == Health.Status.PASSING)
            .toList());
  }
}
