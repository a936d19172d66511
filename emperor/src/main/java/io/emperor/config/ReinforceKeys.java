package io.emperor.config;

import io.emperor.base.NearestName;
import io.emperor.config.file.InvalidValueException;
import io.emperor.config.file.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code reinforce-when}, and finds what can't be meant of it. */
final class ReinforceKeys {

  private static final String QUEUE = "queue";
  private static final String FOR = "for";
  private static final Duration USUAL = Duration.ofSeconds(5);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");

  private ReinforceKeys() {}

  /** The rule for an entry of the map. */
  static String entry(Map.Entry<String, String> entry) {
    String name = entry.getKey();
    String text = entry.getValue();
    switch (name) {
      case QUEUE -> {
        if (!COUNT.matcher(text).matches()) {
          throw InvalidValueException.of(
              text, "is no number from 1 to 999999", "write 50, for example");
        }
      }
      case FOR -> {
        if (DurationFormat.parse(text).compareTo(LEAST) < 0) {
          throw InvalidValueException.of(text, "is too short", "write at least 1s");
        }
      }
      default ->
          throw new InvalidValueException(
              "unknown key", NearestName.remedy(name, List.of(QUEUE, FOR)));
    }
    return text;
  }

  /**
   * Reports what is missing.
   *
   * @param placed whether the vassal has instances at all: otherwise that is reported
   */
  static void report(Layer own, Layer merged, boolean placed, Problems problems) {
    boolean range =
        merged.find(VassalKey.INSTANCES).filter(found -> found.value().isRange()).isPresent();
    if (placed && !range) {
      own.origin(VassalKey.REINFORCE_WHEN)
          .ifPresent(
              where ->
                  problems.add(
                      where,
                      VassalKey.REINFORCE_WHEN.name(),
                      "has no effect without a range of instances",
                      "write instances: 1-5, for example, or remove it"));
    }
    merged
        .find(VassalKey.REINFORCE_WHEN)
        .filter(when -> !when.value().containsKey(QUEUE))
        .ifPresent(
            when ->
                problems.add(
                    when.origin(),
                    VassalKey.REINFORCE_WHEN.name(),
                    "has no queue",
                    "add queue: 50, for example"));
  }

  /** What it says; empty if it says nothing, or not how many requests. */
  static Optional<ReinforceConfig> read(Map<String, String> when) {
    return Optional.ofNullable(when.get(QUEUE))
        .map(
            queue ->
                new ReinforceConfig(
                    Integer.parseInt(queue),
                    Optional.ofNullable(when.get(FOR)).map(DurationFormat::parse).orElse(USUAL)));
  }
}
