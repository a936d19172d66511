package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Can't start. */
public final class Throwing implements Vassal {

  @Override
  public void start(VassalContext context) {
    throw new IllegalStateException("the database is not there");
  }
}
