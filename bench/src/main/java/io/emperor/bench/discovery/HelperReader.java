package io.emperor.bench.discovery;

import io.emperor.api.Consul;
import io.emperor.consul.settings.ConsistencyMode;

/** Reads as an app does. */
final class HelperReader implements Reader {

  private final Helpers helpers;

  HelperReader(String address) {
    helpers = new Helpers(address, ConsistencyMode.DEFAULT);
  }

  @Override
  public Object services() {
    return Consul.services();
  }

  @Override
  public Object service() {
    return Consul.service(Subject.SERVICE);
  }

  @Override
  public Object get() {
    return Consul.get(Subject.KEY);
  }

  @Override
  public void close() {
    helpers.close();
  }
}
