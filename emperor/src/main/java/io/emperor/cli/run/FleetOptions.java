package io.emperor.cli.run;

import io.emperor.admin.AdminSettings;
import io.emperor.base.SafeText;
import io.emperor.cli.option.HostAddresses;
import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.RunOption;
import io.emperor.config.DurationFormat;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From words to what the emperor is in its fleet. */
final class FleetOptions {

  private static final Pattern FLEET = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

  /** As Kubernetes has keys of labels. */
  private static final Pattern KEY =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private static final int LONGEST_VALUE = 63;
  private static final List<String> GIVEN = List.of("emperor", "host");

  private final OptionValues values;
  private final List<String> problems;

  /**
   * Reads words.
   *
   * @param problems takes what is wrong with them
   */
  FleetOptions(OptionValues values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /**
   * The settings.
   *
   * @param emperor the emperor's name
   * @param advertised the address that vassals are registered with, {@code null} for the agent's
   * @param admin where its admin endpoint is, {@code null} for none
   */
  FleetSettings settings(
      String emperor, @Nullable String advertised, @Nullable AdminSettings admin) {
    String fleet = values.find(RunOption.FLEET).or(RunOption.FLEET::standard).orElseThrow();
    if (!FLEET.matcher(fleet).matches()) {
      wrong(
          RunOption.FLEET,
          fleet,
          "is no name for a fleet: use up to 64 letters, digits, dots, dashes and underscores");
    }
    return new FleetSettings(
        fleet, labels(emperor), Version.number(), url(advertised, admin), times());
  }

  private Map<String, String> labels(String emperor) {
    Map<String, String> labels = new TreeMap<>();
    for (String word : values.all(RunOption.LABEL)) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals).strip();
      String value = equals < 0 ? "" : word.substring(equals + 1).strip();
      problem(equals, key, value).ifPresent(problem -> wrong(RunOption.LABEL, word, problem));
      if (labels.put(key, value) != null) {
        wrong(RunOption.LABEL, key, "is given twice: leave one out");
      }
    }
    labels.put("emperor", emperor);
    labels.put("host", HostAddresses.kernelName());
    return labels;
  }

  private static Optional<String> problem(int equals, String key, String value) {
    if (equals < 1) {
      return Optional.of("is not KEY=VALUE");
    }
    if (GIVEN.contains(key)) {
      return Optional.of("can't be given: the emperor says by itself what that is");
    }
    if (!KEY.matcher(key).matches()) {
      return Optional.of(
          "has no key as labels have them: use letters, digits, dots, dashes and underscores");
    }
    if (value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
      return Optional.of(
          "has a value that is too long or has control characters: use up to 63 characters");
    }
    return Optional.empty();
  }

  private LeaseTimes times() {
    Optional<Duration> duration = duration(RunOption.LEASE_DURATION);
    Optional<Duration> deadline = duration(RunOption.RENEW_DEADLINE);
    Optional<Duration> retry = duration(RunOption.RETRY_PERIOD);
    if (duration.isEmpty() || deadline.isEmpty() || retry.isEmpty()) {
      return LeaseTimes.DEFAULT;
    }
    try {
      return new LeaseTimes(duration.get(), deadline.get(), retry.get());
    } catch (IllegalArgumentException e) {
      problems.add(said(String.valueOf(e.getMessage())));
      return LeaseTimes.DEFAULT;
    }
  }

  /** A problem that begins with an option's key, with the place where that was really said. */
  private String said(String problem) {
    return Stream.of(RunOption.LEASE_DURATION, RunOption.RENEW_DEADLINE, RunOption.RETRY_PERIOD)
        .filter(option -> problem.startsWith(option.key()))
        .findFirst()
        .map(option -> values.where(option) + problem.substring(option.key().length()))
        .orElse(problem);
  }

  private Optional<Duration> duration(RunOption option) {
    try {
      return Optional.of(
          DurationFormat.parse(values.find(option).or(option::standard).orElseThrow()));
    } catch (IllegalArgumentException e) {
      problems.add("%s: %s".formatted(values.where(option), e.getMessage()));
      return Optional.empty();
    }
  }

  /** Where others find the endpoint: one on every address is at the one that is advertised. */
  private static @Nullable String url(@Nullable String advertised, @Nullable AdminSettings admin) {
    if (admin == null || admin.port() == 0) {
      return null;
    }
    boolean everywhere = admin.address().isAnyLocalAddress();
    String host = everywhere && advertised != null ? advertised : admin.host();
    String named = everywhere && advertised == null ? HostAddresses.hostName() : host;
    boolean bare = named.indexOf(':') >= 0 && !named.startsWith("[");
    return "http://" + (bare ? "[" + named + "]" : named) + ":" + admin.port() + "/";
  }

  private void wrong(RunOption option, String word, String why) {
    problems.add(
        "%s: %s %s".formatted(values.where(option), SafeText.escaped(word, SafeText.LONGEST), why));
  }
}
