package io.emperor.consul.lease;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.api.KeyValue;
import io.emperor.consul.http.AgentHttp;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the fleet's keys, as JSON. What can't be read as such was written by somebody
 * else: then nothing is known, and nothing is believed.
 */
public final class Records {

  private Records() {}

  /** Whether the fleet's keys are old enough that a name without a key is free. */
  public record MarkerRecord(
      @JsonProperty("id") String id, @JsonProperty("settled") boolean settled) {
    public MarkerRecord {
      Objects.requireNonNull(id, "id");
    }
  }

  /** What an emperor says of itself in its own key. */
  public enum State {
    /** It holds no lease. */
    @JsonProperty("idle")
    IDLE,
    /** The key's modify index is the epoch in which it holds one. */
    @JsonProperty("live")
    LIVE,
    /** It has ended. */
    @JsonProperty("left")
    LEFT,
    /** Another has taken over from it. */
    @JsonProperty("dead")
    DEAD
  }

  /**
   * An emperor.
   *
   * @param run differs for every run of the emperor
   * @param duration milliseconds for which its lease must have been seen unchanged
   * @param since ISO 8601, by its own clock, for people
   * @param by who has taken over
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EmperorRecord(
      @JsonProperty("state") State state,
      @JsonProperty("run") String run,
      @JsonProperty("duration") long duration,
      @JsonProperty("labels") Map<String, String> labels,
      @JsonProperty("version") String version,
      @JsonProperty("admin") @Nullable String admin,
      @JsonProperty("since") String since,
      @JsonProperty("by") @Nullable String by) {
    public EmperorRecord {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(run, "run");
      labels = labels == null ? Map.of() : Map.copyOf(labels);
      version = version == null ? "" : version;
      since = since == null ? "" : since;
    }

    public EmperorRecord in(State other, @Nullable String taker) {
      return new EmperorRecord(other, run, duration, labels, version, admin, since, taker);
    }

    public Instant joined() {
      try {
        return Instant.parse(since);
      } catch (DateTimeException e) {
        return Instant.EPOCH;
      }
    }
  }

  /**
   * A lease.
   *
   * @param run of the emperor that holds it
   * @param sequence grows with each renewal of a run
   * @param duration milliseconds for which it must have been seen unchanged
   * @param released the fences of names that were given back a moment ago
   */
  public record LeaseRecord(
      @JsonProperty("run") String run,
      @JsonProperty("sequence") long sequence,
      @JsonProperty("duration") long duration,
      @JsonProperty("released") List<Long> released) {
    public LeaseRecord {
      Objects.requireNonNull(run, "run");
      released = released == null ? List.of() : List.copyOf(released);
    }
  }

  /**
   * A name.
   *
   * @param id differs for every registration
   * @param run of the holder's emperor
   * @param epoch of the holder's emperor: the name is its holder's for as long as that is
   * @param duration milliseconds for which that emperor's lease must have been seen unchanged
   */
  public record NameRecord(
      @JsonProperty("id") String id,
      @JsonProperty("emperor") String emperor,
      @JsonProperty("run") String run,
      @JsonProperty("epoch") long epoch,
      @JsonProperty("duration") long duration,
      @JsonProperty("vassal") String vassal,
      @JsonProperty("serviceId") String serviceId,
      @JsonProperty("serviceName") String serviceName,
      @JsonProperty("value") String value) {
    public NameRecord {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(emperor, "emperor");
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(vassal, "vassal");
      Objects.requireNonNull(serviceId, "serviceId");
      Objects.requireNonNull(serviceName, "serviceName");
      Objects.requireNonNull(value, "value");
    }

    public LeaseHold hold() {
      return new LeaseHold(emperor, epoch);
    }
  }

  public static byte[] bytes(Object entry) {
    return AgentHttp.json(entry);
  }

  /** What a key holds; empty if it is something else. */
  public static <T> Optional<T> read(KeyValue entry, Class<T> type) {
    try {
      return Optional.ofNullable(AgentHttp.JSON.readValue(entry.value(), type));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
