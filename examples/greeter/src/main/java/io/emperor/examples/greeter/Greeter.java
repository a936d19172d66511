package io.emperor.examples.greeter;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Discovers a healthy {@code hello} at every request, calls it and passes its greeting on. */
public final class Greeter implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/*", new GreeterServlet());
  }
}
