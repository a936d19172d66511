package io.emperor.runtime.apps;

import io.emperor.api.Consul;
import io.emperor.api.ConsulException;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Its health is what asking Consul brings. */
public final class Asking implements Vassal {

  @Override
  public void start(VassalContext context) {}

  @Override
  public Health health() {
    try {
      return Health.passing(Consul.services().toString());
    } catch (ConsulException e) {
      return Health.warning(e.kind().toString());
    }
  }
}
