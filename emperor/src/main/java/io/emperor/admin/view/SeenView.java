package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.consul.registration.SeenService;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service as Consul shows it, by Consul's own names; without an agent if nobody had to be asked.
 */
public record SeenView(
    @JsonProperty @Nullable String agent,
    @JsonProperty String status,
    @JsonProperty Map<String, Object> service,
    @JsonProperty List<Map<String, Object>> checks) {

  /** What was never registered. */
  public static final SeenView NOTHING = new SeenView(null, "absent", Map.of(), List.of());

  public static SeenView of(SeenService seen) {
    return new SeenView(seen.agent().toString(), seen.status(), seen.service(), seen.checks());
  }
}
