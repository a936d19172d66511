package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Holds a session until it is unloaded. */
public final class Holding implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.consul().sessionCreate(null, "held", null, null);
  }
}
