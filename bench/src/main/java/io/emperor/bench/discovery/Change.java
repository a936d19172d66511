package io.emperor.bench.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.orbitz.consul.cache.ConsulCache;
import com.orbitz.consul.cache.KVCache;
import com.orbitz.consul.cache.ServiceHealthCache;
import io.emperor.api.Consul;
import io.emperor.api.KeyValue;
import io.emperor.api.Watch;
import io.emperor.bench.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Something in Consul that changes to one value after the other, and those who listen to it. */
enum Change {
  /** An instance is registered with other metadata. */
  SERVICE("/v1/health/service/news") {
    @Override
    void to(String value, Catalog consul) {
      consul.put(
          "/v1/agent/service/register",
          """
          {"Name": "news", "ID": "news", "Port": 8080, "Meta": {"value": "%s"}}
          """
              .formatted(value));
    }

    @Override
    Watch helper(Ear ear) {
      return Consul.watchService(
          "news",
          instances ->
              instances.forEach(instance -> ear.hears(instance.meta().getOrDefault("value", ""))));
    }

    @Override
    ConsulCache<?, ?> orbitz(com.orbitz.consul.Consul client, Ear ear) {
      ServiceHealthCache cache = ServiceHealthCache.newCache(client.healthClient(), "news");
      boolean unused =
          cache.addListener(
              found ->
                  found
                      .values()
                      .forEach(
                          each ->
                              ear.hears(each.getService().getMeta().getOrDefault("value", ""))));
      return cache;
    }

    @Override
    String value(JsonNode answer) {
      return answer.path(0).path("Service").path("Meta").path("value").asText();
    }
  },
  /** A key is written. */
  KEY("/v1/kv/news") {
    @Override
    void to(String value, Catalog consul) {
      consul.put("/v1/kv/news", value);
    }

    @Override
    Watch helper(Ear ear) {
      return Consul.watchKey("news", entry -> ear.hears(entry.map(KeyValue::text).orElse("")));
    }

    @Override
    ConsulCache<?, ?> orbitz(com.orbitz.consul.Consul client, Ear ear) {
      KVCache cache = KVCache.newCache(client.keyValueClient(), "news");
      boolean unused =
          cache.addListener(
              found ->
                  found.values().forEach(each -> ear.hears(each.getValueAsString().orElse(""))));
      return cache;
    }

    @Override
    String value(JsonNode answer) {
      byte[] value = Base64.getDecoder().decode(answer.path(0).path("Value").asText());
      return new String(value, StandardCharsets.UTF_8);
    }
  };

  private final String path;

  Change(String path) {
    this.path = path;
  }

  /** Where it is read. */
  String path() {
    return path;
  }

  /** Makes it. */
  abstract void to(String value, Catalog consul);

  /** Listens as an app does. */
  abstract Watch helper(Ear ear);

  /** Listens with the client library, when it is started. */
  abstract ConsulCache<?, ?> orbitz(com.orbitz.consul.Consul client, Ear ear);

  /** What it is in an answer of Consul's. */
  abstract String value(JsonNode answer);
}
