package io.emperor.bench.discovery;

import io.emperor.bench.Catalog;

/** What is in Consul while it is read: a small cluster's worth. */
final class Subject {

  /** A service that has some instances. */
  static final String SERVICE = "shop";

  /** A key that holds a page of text. */
  static final String KEY = "config/shop";

  private static final int SERVICES = 50;
  private static final int INSTANCES = 5;
  private static final int VALUE = 1000;

  private Subject() {}

  /** Writes all of it. */
  static void fill(Catalog consul) {
    for (int i = 0; i < SERVICES; i++) {
      register(consul, "service-" + i, "service-" + i);
    }
    for (int i = 0; i < INSTANCES; i++) {
      register(consul, SERVICE, SERVICE + "-" + i);
    }
    consul.put("/v1/kv/" + KEY, "v".repeat(VALUE));
  }

  private static void register(Catalog consul, String name, String id) {
    consul.put(
        "/v1/agent/service/register",
        """
        {"Name": "%s", "ID": "%s", "Address": "10.0.0.1", "Port": 8080, "Tags": ["blue", "v2"],
         "Meta": {"emperor": "host-1", "vassal": "%s", "generation": "1"},
         "Check": {"CheckID": "check-%s", "TTL": "10m", "Status": "passing"}}
        """
            .formatted(name, id, name, id));
  }
}
