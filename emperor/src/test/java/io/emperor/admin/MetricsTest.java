package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.admin.Exposition.Metric;
import io.emperor.consul.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real scrape, and what is written about it: the page, the alerts, the dashboard. */
@Timeout(120)
class MetricsTest {

  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");

  /** There on some systems alone, or with some collectors of garbage. */
  private static final Set<String> NOT_EVERYWHERE =
      Set.of(
          "emperor_credential_expiry_seconds",
          "emperor_vassal_process_memory_bytes",
          "jvm_gc_concurrent_phase_time_seconds",
          "jvm_gc_pause_seconds",
          "process_files_max_files",
          "process_files_open_files",
          "system_load_average_1m");

  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_0-9]+)` \\| ([a-z]+) \\|([^|]*)\\|");
  private static final Pattern LABEL = Pattern.compile("`([a-z_]+)`");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:emperor|jvm|process|system)_[a-z0-9_]+");
  private static final Pattern RULES = Pattern.compile("(?s)```yaml\n(groups:.*?)```");

  @TempDir Path directory;

  private AdminRig admin;

  @BeforeEach
  void run() throws Exception {
    admin = new AdminRig(directory, null);
    admin.hand.onStart(context -> context.serve("/*", new Statuses()));
    admin.drop("shop");
    Path values = Files.writeString(directory.resolve("values.yaml"), "a: 1\n");
    Files.writeString(
        admin.file("own.yaml"), AdminRig.PROGRAM + "sources: [{file: " + values + "}]\n");
    Await.until("shop runs", () -> admin.state("shop").equals("running"));
    Await.until("own runs", () -> admin.state("own").equals("running"));
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void showsAVassalForAsLongAsThereIsOne() throws Exception {
    int unused = admin.serve("shop", "/200");
    Await.until(
        "it is counted",
        () ->
            scrape()
                .contains(
                    "emperor_vassal_requests_seconds_count{status=\"2xx\",vassal=\"shop\"} 1\n"));
    assertThat(scrape())
        .contains("emperor_info{version=\"1.2.3\"} 1")
        .contains("emperor_starts_waiting 0.0\n")
        .contains("emperor_vassal_up{vassal=\"shop\"} 1.0")
        .contains("emperor_vassal_generation{vassal=\"shop\"} 1.0")
        .contains("emperor_vassal_start_duration_seconds_count{vassal=\"shop\"} 1\n")
        .contains("emperor_vassal_state{state=\"running\",vassal=\"shop\"} 1.0");

    Files.delete(admin.file("shop.jar"));
    Files.delete(admin.file("own.yaml"));

    Await.until("nothing is left", () -> !scrape().contains("vassal="));
  }

  @Test
  void countsOnThroughAReload() throws Exception {
    int unused = admin.serve("shop", "/500");
    HttpResponse<String> reload = admin.command("/v1/vassals/shop/reload");
    assertThat(reload.statusCode()).isEqualTo(202);
    Await.until(
        "it is reloaded",
        () ->
            scrape().contains("emperor_vassal_reload_duration_seconds_count{vassal=\"shop\"} 1\n"));
    unused = admin.serve("shop", "/500");

    Await.until(
        "both are counted",
        () ->
            scrape()
                .contains(
                    "emperor_vassal_requests_seconds_count{status=\"5xx\",vassal=\"shop\"} 2\n"));
  }

  @Test
  void speaksWhatItsReaderUnderstands() throws Exception {
    HttpResponse<String> plain = admin.get("/metrics");
    HttpResponse<String> open =
        admin.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");

    assertThat(plain.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(open.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(admin.command("/metrics").statusCode()).isEqualTo(405);
  }

  @Test
  void prometheusOwnToolFindsNothingWrong() throws Exception {
    Promtool promtool = Promtool.find();
    int unused = admin.serve("shop", "/404");

    Path scrape = Files.writeString(directory.resolve("scrape"), scrape());
    assertThat(promtool.says(scrape, "check", "metrics")).isEmpty();
    Path rules = Files.writeString(directory.resolve("rules.yaml"), alerts());
    assertThat(promtool.says(rules, "check", "rules", rules.toString())).isEmpty();
  }

  @Test
  void everyMetricStandsOnThePageAndIsThere() throws Exception {
    place("many");
    System.gc();
    Map<String, Metric> there = Exposition.of(scrape()).metrics();

    Map<String, Metric> written = page();

    assertThat(written.keySet()).containsAll(there.keySet());
    written.forEach(
        (name, metric) -> {
          if (there.containsKey(name) || !isOptional(name)) {
            assertThat(there).containsEntry(name, metric);
          }
        });
  }

  @Test
  void everyMetricOfTheDashboardAndTheAlertsIsThere() throws Exception {
    place("many");
    Set<String> known = new TreeSet<>(Exposition.of(scrape()).metrics().keySet());
    known.addAll(NOT_EVERYWHERE);
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    List<String> queries = dashboard.findValuesAsText("expr");

    assertThat(queries).hasSizeGreaterThan(10);
    assertThat(Stream.concat(queries.stream(), Stream.of(alerts(), variables(dashboard))))
        .flatMap(query -> NAME.matcher(query).results().map(MatchResult::group).toList())
        .isNotEmpty()
        .allMatch(name -> known.contains(name) || known.contains(family(name)));
  }

  @Test
  void showsTheInstancesOfTheFleet() throws Exception {
    place("many");
    Await.within(
        Duration.ofSeconds(30),
        "all but one have an emperor",
        () ->
            scrape().contains("emperor_fleet_instances_pending{vassal=\"many\"} 1.0\n")
                && scrape().contains("emperor_fleet_instances_owned{vassal=\"many\"} 2.0\n"));
    assertThat(scrape())
        .contains("emperor_fleet_instances_wanted{vassal=\"many\"} 3.0\n")
        .contains("emperor_fleet_slots_owned 2.0\n")
        .contains("emperor_fleet_drained 0.0\n")
        .contains("emperor_fleet_moves_total{reason=\"drained\"} 0.0\n");

    HttpResponse<String> drained = admin.command("/v1/fleet/drain");
    assertThat(drained.statusCode()).isEqualTo(202);
    Await.until("it is drained", () -> scrape().contains("emperor_fleet_drained 1.0\n"));

    Files.delete(admin.file("many.yaml"));
    Await.within(
        Duration.ofSeconds(30), "nothing is left", () -> !scrape().contains("vassal=\"many"));
    assertThat(scrape())
        .contains("emperor_fleet_slots_owned 0.0\n")
        .contains("emperor_fleet_drained 0.0\n");
  }

  private void place(String name) throws Exception {
    Files.writeString(
        admin.file(name + ".yaml"), AdminRig.PROGRAM + "instances: 3\nmax-per-emperor: 2\n");
    Await.until(
        name + " is known to the fleet",
        () -> scrape().contains("emperor_fleet_instances_wanted{vassal=\"" + name + "\"}"));
  }

  private static boolean isOptional(String name) {
    return NOT_EVERYWHERE.contains(name);
  }

  private static String family(String sample) {
    return sample.replaceFirst("_(bucket|count|sum|max)$", "");
  }

  private static String variables(JsonNode dashboard) {
    return dashboard.path("templating").path("list").toString();
  }

  private static Map<String, Metric> page() throws Exception {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1),
                row -> new Metric(row.group(2), labels(row.group(3))),
                (one, two) -> one,
                TreeMap::new));
  }

  private static Set<String> labels(String words) {
    return LABEL
        .matcher(words)
        .results()
        .map(label -> label.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String alerts() throws Exception {
    return RULES
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.joining());
  }

  private String scrape() throws Exception {
    HttpResponse<String> answer = admin.get("/metrics");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}
