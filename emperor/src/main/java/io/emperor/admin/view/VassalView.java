package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.consul.registration.RegistrationView;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A vassal as the API shows it: what is not there is {@code null}.
 *
 * @param name the vassal's name
 * @param state where it is in its life, see {@link VassalState#word}
 * @param reason why it is there, in one line; may be empty
 * @param serviceId ID of its service in Consul
 * @param serviceName name of its service
 * @param address the address it is registered with, if that is not the agent's
 * @param port the port it serves on
 * @param secure whether the emperor serves HTTPS for it there
 * @param pid the process it runs in
 * @param generation the generation that serves, or the last that was tried
 * @param restarts how often it was tried again by itself
 * @param since when the state began, in ISO 8601
 * @param health {@code passing}, {@code warning} or {@code critical}
 * @param healthNote its own words for that; may be empty
 * @param app the file that it is known by
 * @param attempt the generation that was tried last
 * @param trying whether that attempt is under way
 * @param maintenance whether it is in Consul's maintenance mode at an operator's word
 * @param registered whether Consul has confirmed the registration as it should be now
 * @param consul what keeps it from that, and what to do; empty if nothing does
 * @param nextAttempt when it is tried again by itself, in ISO 8601
 */
public record VassalView(
    @JsonProperty String name,
    @JsonProperty String state,
    @JsonProperty String reason,
    @JsonProperty @Nullable String serviceId,
    @JsonProperty @Nullable String serviceName,
    @JsonProperty @Nullable String address,
    @JsonProperty @Nullable Integer port,
    @JsonProperty boolean secure,
    @JsonProperty @Nullable Long pid,
    @JsonProperty int generation,
    @JsonProperty int restarts,
    @JsonProperty String since,
    @JsonProperty String health,
    @JsonProperty String healthNote,
    @JsonProperty String app,
    @JsonProperty int attempt,
    @JsonProperty boolean trying,
    @JsonProperty boolean maintenance,
    @JsonProperty boolean registered,
    @JsonProperty String consul,
    @JsonProperty @Nullable String nextAttempt) {

  public static List<VassalView> of(List<VassalStatus> all) {
    return all.stream().map(VassalView::of).toList();
  }

  public static VassalView of(VassalStatus status) {
    RegistrationView registration = status.registration();
    return new VassalView(
        status.name(),
        status.state().word(),
        status.reason(),
        status.service().id(),
        status.service().name(),
        status.service().address(),
        status.port() == 0 ? null : status.port(),
        status.service().secure(),
        status.service().pid() == 0 ? null : status.service().pid(),
        status.generation(),
        status.restarts(),
        status.since().toString(),
        status.health().status().name().toLowerCase(Locale.ROOT),
        status.health().note(),
        status.app().toString(),
        status.attempt(),
        status.trying(),
        status.maintenance(),
        registration != null && registration.confirmed(),
        registration == null ? "" : registration.trouble(),
        status.nextAttempt() == null ? null : status.nextAttempt().toString());
  }

  /**
   * Whether it is in a state.
   *
   * @param other the state
   * @return whether it is
   */
  public boolean is(VassalState other) {
    return state.equals(other.word());
  }

  /** Whether a generation serves, or would as soon as somebody connects. */
  public boolean isInService() {
    return Stream.of(VassalState.values()).anyMatch(one -> one.isInService() && is(one));
  }
}
