package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Ends its start with an {@link Error}. */
public final class ThrowingError implements Vassal {

  @Override
  public void start(VassalContext context) {
    throw new AssertionError("this can't be");
  }
}
