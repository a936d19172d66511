package io.emperor.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.vassal.VassalStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A vassal as the API shows it: what is not there is {@code null}. */
record VassalView(
    @JsonProperty String name,
    @JsonProperty String state,
    @JsonProperty String reason,
    @JsonProperty @Nullable String serviceId,
    @JsonProperty @Nullable String serviceName,
    @JsonProperty @Nullable Integer port,
    @JsonProperty @Nullable Long pid,
    @JsonProperty int generation,
    @JsonProperty int restarts,
    @JsonProperty String since,
    @JsonProperty String health,
    @JsonProperty String healthNote,
    @JsonProperty String app,
    @JsonProperty int attempt,
    @JsonProperty boolean trying,
    @JsonProperty @Nullable String nextAttempt) {

  static List<VassalView> of(List<VassalStatus> all) {
    return all.stream().map(VassalView::of).toList();
  }

  static VassalView of(VassalStatus status) {
    return new VassalView(
        status.name(),
        status.state().word(),
        status.reason(),
        status.service().id(),
        status.service().name(),
        status.port() == 0 ? null : status.port(),
        status.service().pid() == 0 ? null : status.service().pid(),
        status.generation(),
        status.restarts(),
        status.since().toString(),
        status.health().status().name().toLowerCase(Locale.ROOT),
        status.health().note(),
        status.app().toString(),
        status.attempt(),
        status.trying(),
        status.nextAttempt() == null ? null : status.nextAttempt().toString());
  }
}
