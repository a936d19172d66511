package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.vassal.metrics.VassalLoad;
import org.jspecify.annotations.Nullable;

/**
 * What a vassal does and takes, as the API shows it, for who asks again and again and draws the
 * difference. What can't be told is {@code null}.
 *
 * @param at when, in ISO 8601
 * @param requests how many requests were answered since the vassal is there
 * @param failed how many of these with a status of 5xx
 * @param seconds how long all of them took
 * @param inFlight how many are being answered
 * @param heapUsed bytes in use of the heap that it shares with the emperor
 * @param heapMax bytes that this heap can have
 * @param processBytes memory of its own process
 */
public record LoadView(
    @JsonProperty String at,
    @JsonProperty @Nullable Long requests,
    @JsonProperty @Nullable Long failed,
    @JsonProperty @Nullable Double seconds,
    @JsonProperty @Nullable Long inFlight,
    @JsonProperty @Nullable Long heapUsed,
    @JsonProperty @Nullable Long heapMax,
    @JsonProperty @Nullable Long processBytes) {

  public static LoadView of(VassalLoad load) {
    VassalLoad.Requests requests = load.requests();
    return new LoadView(
        load.at().toString(),
        requests == null ? null : requests.answered(),
        requests == null ? null : requests.failed(),
        requests == null ? null : requests.seconds(),
        requests == null ? null : requests.inFlight(),
        load.heapUsed(),
        load.heapMax(),
        load.processBytes());
  }
}
