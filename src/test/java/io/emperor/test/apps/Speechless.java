package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Fails with an exception that fails when it is asked what it is. */
public final class Speechless implements Vassal {

  @Override
  public void start(VassalContext context) throws Exception {
    throw new Broken();
  }

  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new NullPointerException();
    }
  }
}
