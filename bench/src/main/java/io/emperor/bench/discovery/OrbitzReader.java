package io.emperor.bench.discovery;

import com.orbitz.consul.CatalogClient;
import com.orbitz.consul.Consul;
import com.orbitz.consul.HealthClient;
import com.orbitz.consul.KeyValueClient;

/** Reads with the client library as it comes. */
final class OrbitzReader implements Reader {

  private final Consul consul;
  private final CatalogClient catalog;
  private final HealthClient health;
  private final KeyValueClient keyValues;

  OrbitzReader(String address) {
    consul = Orbitz.at(address);
    catalog = consul.catalogClient();
    health = consul.healthClient();
    keyValues = consul.keyValueClient();
  }

  @Override
  public Object services() {
    return catalog.getServices().getResponse();
  }

  @Override
  public Object service() {
    return health.getAllServiceInstances(Subject.SERVICE).getResponse();
  }

  @Override
  public Object get() {
    return keyValues.getValue(Subject.KEY);
  }

  @Override
  public void close() {
    consul.destroy();
  }
}
