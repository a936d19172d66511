package io.emperor.test.apps;

import io.emperor.api.Consul;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/** Writes into Consul when it is started and stopped, so that one history holds both sides. */
public final class Recording implements Vassal {

  private int generation;

  @Override
  public void start(VassalContext context) {
    generation = context.generation();
    context.serve("/*", new Web.Answer("recorded"));
    Consul.set("history/started-" + generation, "");
  }

  @Override
  public void stop() {
    Consul.set("history/stopped-" + generation, "");
  }
}
