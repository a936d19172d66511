package io.emperor.examples.hello;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.util.Locale;

/** Answers every request with its service ID and its generation. */
public final class Hello implements Vassal {

  @Override
  public void start(VassalContext context) {
    String greeting =
        String.format(
            Locale.ROOT,
            "Hello from %s, generation %d\n",
            context.serviceId(),
            context.generation());
    context.serve("/*", new HelloServlet(greeting));
  }
}
