package io.emperor.vassal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.http.Traffic;
import io.emperor.metrics.Metrics;
import io.emperor.metrics.Samples;
import io.emperor.provisioning.InputsView;
import io.emperor.provisioning.credential.CredentialState;
import io.emperor.vassal.status.ServiceIdentity;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.micrometer.core.instrument.MockClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VassalMetersTest {

  private static final String MEMORY = "emperor_vassal_process_memory_bytes{vassal=shop}";
  private static final long OWN = ProcessHandle.current().pid();

  private final MockClock clock = new MockClock();
  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private @Nullable InputsView inputs;
  private List<CredentialState> credentials = List.of();
  private final VassalMeters meters =
      new VassalMeters(
          clock,
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
          present::contains,
          vassal -> Optional.ofNullable(inputs));

  private String name = "shop";
  private VassalState state = VassalState.WAITING;
  private int generation;
  private int attempt;
  private boolean trying;
  private int restarts;
  private Health health = Health.critical("not started");
  private long pid = OWN;

  @Test
  void isUpWhileItIsRunningAndPassing() {
    tries(VassalState.LOADING, 1);
    assertThat(value("up")).isZero();

    serves(1);
    assertThat(value("up")).isEqualTo(1);
    assertThat(value("generation")).isEqualTo(1);

    health = Health.warning("slow");
    tell();
    assertThat(value("up")).isZero();
  }

  @Test
  void oneOfItsStatesIsOne() {
    serves(1);
    state = VassalState.BACKING_OFF;
    tell();

    for (VassalState each : VassalState.values()) {
      assertThat(collected().get("emperor_vassal_state{vassal=shop,state=" + each.word() + "}"))
          .as(each.word())
          .isEqualTo(each == VassalState.BACKING_OFF ? 1.0 : 0);
    }
  }

  @Test
  void countsRestarts() {
    restarts = 3;
    tell();

    assertThat(value("restarts")).isEqualTo(3);
  }

  @Test
  void measuresStartsAndReloadsThatSucceed() {
    tries(VassalState.LOADING, 1);
    clock.add(Duration.ofSeconds(1));
    tries(VassalState.STARTING, 1);
    clock.add(Duration.ofSeconds(1));
    serves(1);
    assertThat(lasted("start")).isEqualTo(2);

    tries(VassalState.RUNNING, 2);
    clock.add(Duration.ofSeconds(5));
    serves(2);
    health = Health.warning("later");
    tell();

    assertThat(lasted("start")).isEqualTo(2);
    assertThat(lasted("reload")).isEqualTo(5);
    assertThat(count("reload")).isEqualTo(1);
  }

  @Test
  void anAttemptThatFailedOrWasAbandonedIsNotMeasured() {
    serves(1);
    tries(VassalState.RUNNING, 2);
    clock.add(Duration.ofSeconds(5));
    trying = false; // it failed: generation 1 goes on serving
    tell();
    assertThat(count("reload")).isZero();

    tries(VassalState.RUNNING, 3);
    clock.add(Duration.ofSeconds(5));
    tries(VassalState.RUNNING, 4);
    clock.add(Duration.ofSeconds(1));
    serves(4);

    assertThat(count("reload")).isEqualTo(1);
    assertThat(lasted("reload")).isEqualTo(1);
    assertThat(value("reload_duration_seconds_max")).isEqualTo(1);
    clock.add(Duration.ofMinutes(2));
    assertThat(value("reload_duration_seconds_max")).isZero();
  }

  @Test
  void whatWaitsForOthersBeginsWhenTheyAreThere() {
    tries(VassalState.LOADING, 1);
    trying = false;
    state = VassalState.WAITING;
    tell();
    clock.add(Duration.ofMinutes(10));
    state = VassalState.STARTING;
    tell();
    clock.add(Duration.ofSeconds(3));
    serves(1);

    assertThat(lasted("start")).isEqualTo(3);
  }

  @Test
  void measuresRequestsByTheClassOfTheirStatus() {
    serves(1);
    Traffic traffic = meters.traffic("shop");
    for (int i = 0; i < 5; i++) {
      traffic.begun();
    }
    traffic.ended(204, Duration.ofMillis(250).toNanos());
    traffic.ended(200, Duration.ofMillis(250).toNanos());
    traffic.ended(500, Duration.ofMillis(500).toNanos());
    traffic.ended(0, Duration.ofMillis(250).toNanos());

    assertThat(requests("count", "2xx")).isEqualTo(2);
    assertThat(requests("sum", "5xx")).isEqualTo(0.5);
    assertThat(requests("max", "5xx")).isEqualTo(0.5);
    assertThat(requests("count", "3xx")).as("there before the first answer").isZero();
    assertThat(value("requests_in_flight")).isEqualTo(1);
    assertThat(meters.load("shop").orElseThrow().requests())
        .isEqualTo(new VassalLoad.Requests(4, 1, 1.25, 1));
    assertThat(meters.traffic("shop")).as("the same for its next port").isSameAs(traffic);
  }

  @Test
  void aRequestBelongsToTheFirstBucketWhoseLimitItDoesNotExceed() {
    AnswerTimes times = new AnswerTimes(clock);
    for (long millis : List.of(0L, 5L, 6L, 10_000L, 10_001L)) {
      times.record(Duration.ofMillis(millis).toNanos());
    }

    assertThat(times.counts()).containsExactly(2L, 1L, 0L, 0L, 0L, 0L, 0L, 1L, 1L);
    assertThat(times.max()).isEqualTo(10.001);
    clock.add(Duration.ofMinutes(2));
    assertThat(times.max()).isZero();
  }

  @Test
  void anAppInsideSharesTheHeapAndHasNoMemoryOfItsOwn() {
    serves(1);

    VassalLoad load = meters.load("shop").orElseThrow();

    assertThat(load.at()).isEqualTo(Instant.EPOCH);
    assertThat(load.heapUsed()).isPositive();
    assertThat(load.heapMax()).isPositive();
    assertThat(load.processBytes()).isNull();
    assertThat(load.requests()).isEqualTo(new VassalLoad.Requests(0, 0, 0, 0));
    assertThat(collected()).doesNotContainKey(MEMORY);
  }

  @Test
  void aProcessOfItsOwnIsLookedAtWhileItRuns() {
    pid = ProcessHandle.current().parent().orElseThrow().pid();
    serves(1);

    VassalLoad load = meters.load("shop").orElseThrow();
    assertThat(load.heapUsed()).isNull();
    assertThat(load.requests()).isNull();
    assertThat(collected()).containsKey(MEMORY);

    state = VassalState.BACKING_OFF; // the number may be another process' by now
    tell();
    assertThat(collected()).doesNotContainKey(MEMORY);
    assertThat(meters.load("shop").orElseThrow().processBytes()).isNull();
  }

  @Test
  void inputsAreMeasuredWhileThereAreSome() {
    serves(1);
    assertThat(collected()).doesNotContainKey("emperor_vassal_inputs_revision{vassal=shop}");

    inputs = inputs(0, null, List.of("it waits"));
    tell();
    assertThat(value("inputs_revision")).isZero();
    assertThat(value("inputs_age_seconds")).isNaN();
    assertThat(value("inputs_missing")).isEqualTo(1);
    assertThat(value("inputs_sources_failing")).isEqualTo(1);

    inputs = inputs(7, Instant.EPOCH.minusMillis(2500), List.of());
    assertThat(value("inputs_revision")).isEqualTo(7);
    assertThat(value("inputs_age_seconds")).isEqualTo(2.5);
    assertThat(value("inputs_missing")).isZero();

    inputs = null;
    tell();
    assertThat(collected()).doesNotContainKey("emperor_vassal_inputs_revision{vassal=shop}");
  }

  private InputsView inputs(long revision, @Nullable Instant since, List<String> missing) {
    return new InputsView(
        revision,
        since,
        null,
        List.of(
            new InputsView.Source("file a.yaml", since, "is not there"),
            new InputsView.Source("file b.yaml", since, "")),
        List.of(),
        credentials,
        null,
        missing);
  }

  @Test
  void ofEachCredentialHowLongItIsValidStill() {
    credentials = List.of(credential("tls", Instant.EPOCH.plusMillis(1500)), credential("x", null));
    inputs = inputs(1, null, List.of());
    tell();
    assertThat(left("tls")).isEqualTo(1.5);
    assertThat(left("x")).isNaN();

    credentials = List.of(credential("tls", Instant.EPOCH.minusSeconds(1)));
    inputs = inputs(2, null, List.of());
    tell();
    assertThat(left("tls")).isEqualTo(-1);
    assertThat(expiry("x")).isNull();

    inputs = null;
    tell();
    assertThat(expiry("tls")).isNull();
  }

  private static CredentialState credential(String name, @Nullable Instant expires) {
    return new CredentialState(name, CredentialState.Kind.VALID, "CN=shop", expires, "");
  }

  private double left(String credential) {
    return Objects.requireNonNull(expiry(credential));
  }

  private @Nullable Double expiry(String credential) {
    return collected()
        .get("emperor_credential_expiry_seconds{vassal=shop,credential=" + credential + "}");
  }

  @Test
  void nothingIsLeftOfOneThatIsGone() {
    inputs = inputs(1, null, List.of());
    pid = ProcessHandle.current().parent().orElseThrow().pid();
    serves(1);
    Traffic unused = meters.traffic("shop");
    assertThat(collected()).isNotEmpty();

    meters.gone("shop");

    assertThat(collected()).isEmpty();
    assertThat(meters.load("shop")).isEmpty();
  }

  @Test
  void oneThatIsBackWhenTheEndOfTheOldOneIsToldStays() {
    serves(1);
    present.add("shop");

    meters.gone("shop");

    assertThat(value("up")).isEqualTo(1);
  }

  @Test
  void aNameCantBreakWhatIsWritten() {
    try (Metrics metrics = new Metrics("1\"2")) {
      VassalMeters written =
          new VassalMeters(clock, Clock.systemUTC(), present::contains, vassal -> Optional.empty());
      metrics.add(written);
      name = "a\"} 1\nup{b=\"\\";
      serves(1);
      written.changed(status());
      Traffic unused = written.traffic(name);

      String scrape = metrics.scrape(null).toString();

      assertThat(scrape)
          .contains("emperor_vassal_up{vassal=\"a\\\"} 1\\nup{b=\\\"\\\\\"} 1.0\n")
          .doesNotContain("\nup{");
    }
  }

  private void tries(VassalState during, int number) {
    state = during;
    attempt = number;
    trying = true;
    tell();
  }

  private void serves(int number) {
    state = VassalState.RUNNING;
    generation = number;
    attempt = number;
    trying = false;
    health = Health.passing();
    tell();
  }

  private void tell() {
    meters.changed(status());
  }

  private VassalStatus status() {
    return new VassalStatus(
        name,
        Path.of("shop.jar"),
        state,
        "",
        Instant.EPOCH,
        generation,
        attempt,
        trying,
        restarts,
        new ServiceIdentity("shop-test", "shop", null, 0, false, pid),
        health,
        false,
        null,
        null);
  }

  private double value(String what) {
    return Objects.requireNonNull(collected().get("emperor_vassal_" + what + "{vassal=shop}"));
  }

  private Map<String, Double> collected() {
    Told told = new Told();
    meters.collect(told);
    return told.values;
  }

  /** What was told, by its name and labels. */
  private static final class Told implements Samples {

    private final Map<String, Double> values = new HashMap<>();

    @Override
    public void gauge(String name, String help, double value, String... labels) {
      StringJoiner all = new StringJoiner(",", name + "{", "}");
      for (int i = 0; i < labels.length; i += 2) {
        all.add(labels[i] + "=" + labels[i + 1]);
      }
      assertThat(values.put(all.toString(), value)).as("%s is told once", all).isNull();
    }

    @Override
    public void counter(String name, String help, double value, String... labels) {
      gauge(name, help, value, labels);
    }

    @Override
    public void summary(
        String name, String help, long count, double sum, double max, String... labels) {
      gauge(name + "_count", help, (double) count, labels);
      gauge(name + "_sum", help, sum, labels);
      gauge(name + "_max", help, max, labels);
    }

    @Override
    public void histogram(
        String name,
        String help,
        List<Double> limits,
        List<Long> counts,
        double sum,
        double max,
        String... labels) {
      assertThat(counts).hasSize(limits.size() + 1);
      long count = counts.stream().mapToLong(Long::longValue).sum();
      summary(name, help, count, sum, max, labels);
    }
  }

  private double requests(String figure, String status) {
    return Objects.requireNonNull(
        collected()
            .get(
                "emperor_vassal_requests_seconds_%s{vassal=shop,status=%s}"
                    .formatted(figure, status)));
  }

  private double count(String what) {
    return value(what + "_duration_seconds_count");
  }

  private double lasted(String what) {
    return value(what + "_duration_seconds_sum");
  }
}
