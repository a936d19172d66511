package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.util.Objects;

/** Answers every request with the setting {@code url}. */
public final class Configured implements Vassal {

  @Override
  public void start(VassalContext context) {
    String url = Objects.requireNonNull(context.settings().get("url"), "url");
    context.serve("/*", new Web.Answer(url));
  }
}
