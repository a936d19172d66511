package io.emperor.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.consul.SeenService;
import java.util.List;
import java.util.Map;

/** A service as Consul shows it, by Consul's own names. */
record SeenView(
    @JsonProperty String agent,
    @JsonProperty String status,
    @JsonProperty Map<String, Object> service,
    @JsonProperty List<Map<String, Object>> checks) {

  static SeenView of(SeenService seen) {
    return new SeenView(seen.agent().toString(), seen.status(), seen.service(), seen.checks());
  }
}
