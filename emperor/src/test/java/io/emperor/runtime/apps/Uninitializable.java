package io.emperor.runtime.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Its class can't be initialized. */
public final class Uninitializable implements Vassal {

  private static final int NUMBER = Integer.parseInt("no number");

  @Override
  public void start(VassalContext context) {
    throw new AssertionError(NUMBER);
  }
}
