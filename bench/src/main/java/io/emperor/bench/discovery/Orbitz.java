package io.emperor.bench.discovery;

import com.orbitz.consul.Consul;

/** The client library as it comes. */
final class Orbitz {

  /** Its caches wait for ten seconds, and want more than that. */
  private static final int READ_MILLIS = 15_000;

  private Orbitz() {}

  static Consul at(String address) {
    return Consul.builder().withUrl("http://" + address).withReadTimeoutMillis(READ_MILLIS).build();
  }
}
