package io.emperor.vassal.metrics;

import io.emperor.metrics.Samples;
import io.emperor.provisioning.InputsView;
import io.emperor.provisioning.credential.CredentialState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is measured of a vassal's inputs, while it has some. Immutable. */
record VassalInputs(String vassal, InputsView view, Clock clock) {

  private static final String PREFIX = "emperor_vassal_inputs_";

  void collect(Samples into) {
    gauge(into, "revision", "The number of what it was given last", (double) view.revision());
    gauge(into, "age_seconds", "How long ago that was given", age());
    gauge(
        into,
        "sources_failing",
        "Sources that can't be read, of which counts what they had last",
        (double) view.sources().stream().filter(source -> !source.trouble().isEmpty()).count());
    gauge(
        into,
        "missing",
        "What is waited for, or what a later change lacks and is refused for",
        view.missing().size());
    for (CredentialState each : view.credentials()) {
      into.gauge(
          "emperor_credential_expiry_seconds",
          "How long its certificate is valid still",
          left(each.expires()),
          "vassal",
          vassal,
          "credential",
          each.name());
    }
  }

  private void gauge(Samples into, String what, String help, double value) {
    into.gauge(PREFIX + what, help, value, "vassal", vassal);
  }

  private double age() {
    return -left(view.since());
  }

  private double left(@Nullable Instant end) {
    return end == null ? Double.NaN : Duration.between(clock.instant(), end).toMillis() / 1e3;
  }
}
