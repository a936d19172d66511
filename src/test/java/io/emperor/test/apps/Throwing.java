package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.net.ConnectException;

/** Can't start. */
public final class Throwing implements Vassal {

  @Override
  public void start(VassalContext context) {
    throw new IllegalStateException(
        "the database is not there", new ConnectException("connection refused to db.example:5432"));
  }
}
