package io.emperor.examples.hello;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Answers every request with its service ID and its generation. */
public final class Hello implements Vassal {

  @Override
  public void start(VassalContext context) {
    String greeting =
        "Hello from %s, generation %d\n".formatted(context.serviceId(), context.generation());
    context.serve("/*", new HelloServlet(greeting));
  }
}
