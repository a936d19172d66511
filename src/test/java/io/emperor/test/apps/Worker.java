package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Serves nothing. */
public final class Worker implements Vassal {

  @Override
  public void start(VassalContext context) {}
}
