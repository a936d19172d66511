package io.emperor.examples.directory;

import io.emperor.api.Consul;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.time.Duration;

/**
 * Has a name in the fleet, the setting {@code name}, {@code directory/SERVICE-ID} unless
 * configured, and shows and calls all that have one below {@code directory/}.
 */
public final class Directory implements Vassal {

  static final String BELOW = "directory/";

  /** A start that has to wait for it longer has failed, and is tried again. */
  private static final Duration WAIT = Duration.ofSeconds(20);

  @Override
  public void start(VassalContext context) {
    String name = context.settings().getOrDefault("name", BELOW + context.serviceId());
    String greeting = context.settings().getOrDefault("greeting", "at your service");
    var unused = Consul.register(name, greeting, WAIT); // the emperor gives it back
    context.serve("/*", new DirectoryServlet(greeting));
  }
}
