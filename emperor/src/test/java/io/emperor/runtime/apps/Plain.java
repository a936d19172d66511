package io.emperor.runtime.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Leaves everything as it is. */
public final class Plain implements Vassal {

  @Override
  public void start(VassalContext context) {}
}
