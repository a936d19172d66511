package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.consul.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances over three emperors, as programs that only have to be there. */
@Tag("cluster")
class PlacementTest {

  private static final String PROGRAM = "command: sleep 600\ncheck-tcp: none\n";

  @TempDir Path directory;

  private FleetRig fleet;

  @BeforeEach
  void start() throws IOException {
    fleet = new FleetRig(directory);
    fleet.add("a", "zone=north");
    fleet.add("b", "zone=south");
    fleet.add("c", "zone=south");
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private void drop(String text) throws IOException {
    fleet.drop("shop.yaml", text, "a", "b", "c");
  }

  @Test
  void instancesAreSpreadAndScaled() throws Exception {
    drop(PROGRAM + "instances: 5\n");
    fleet.awaitPassing("shop", 5);
    assertThat(fleet.passing("shop").values()).containsExactlyInAnyOrder(2, 2, 1);

    fleet.command("b", commands -> commands.scale("shop", 8));
    fleet.awaitPassing("shop", 8);
    assertThat(fleet.passing("shop").values()).containsExactlyInAnyOrder(3, 3, 2);

    fleet.command("c", commands -> commands.scale("shop", 2));
    fleet.awaitPassing("shop", 2);

    assertThatThrownBy(() -> fleet.command("a", commands -> commands.scale("shops", 2)))
        .hasRootCauseInstanceOf(FleetRefusedException.class)
        .hasMessageContaining("shop");
  }

  @Test
  void anEmperorThatEndsLeavesItsInstancesToTheOthers() throws Exception {
    drop(PROGRAM + "instances: 5\n");
    fleet.awaitPassing("shop", 5);

    fleet.stop("b");

    fleet.awaitPassing("shop", 5);
    assertThat(fleet.passing("shop")).containsOnlyKeys("a", "c");
    assertThat(fleet.passing("shop").values()).allMatch(count -> count <= 3);
  }

  @Test
  void whatNoEmperorMayRunSaysWhyUntilOneMay() throws Exception {
    drop(PROGRAM + "instances: 1\nnode-selector: {zone: west}\n");
    Await.within(
        FleetRig.LIMIT,
        "the reason",
        () ->
            fleet
                .vassal("shop")
                .slots()
                .get(0)
                .reason()
                .equals(
                    "a has not the label zone=west; b has not the label zone=west; c has not the"
                        + " label zone=west"));

    fleet.add("d", "zone=west");
    fleet.drop("shop.yaml", PROGRAM + "instances: 1\nnode-selector: {zone: west}\n", "d");

    fleet.awaitPassing("shop", 1);
    assertThat(fleet.passing("shop")).containsOnlyKeys("d");
  }

  @Test
  void spreadGoesOverALabelAndNoMoreThanSoManyToOne() throws Exception {
    drop(PROGRAM + "instances: 4\nspread: zone\nmax-per-emperor: 1\n");
    Await.within(FleetRig.LIMIT, "three of four", () -> fleet.total("shop") == 3);
    assertThat(fleet.vassal("shop").slots())
        .filteredOn(slot -> slot.emperor() == null)
        .singleElement()
        .satisfies(slot -> assertThat(slot.reason()).contains("runs 1 of it already"));
  }

  @Test
  void aDrainedEmperorHandsOverWithoutAMomentOfFewer() throws Exception {
    drop(PROGRAM + "instances: 3\n");
    fleet.awaitPassing("shop", 3);

    fleet.command("b", commands -> commands.drain("a"));
    AtomicInteger fewest = new AtomicInteger(3);
    Await.within(
        FleetRig.LIMIT,
        "a has none",
        () -> {
          int unused = fewest.accumulateAndGet(running(), Math::min);
          return fleet.member("a").running().isEmpty();
        });
    assertThat(fewest).hasValue(3);
    fleet.awaitPassing("shop", 3);

    fleet.command("b", commands -> commands.undrain("a"));
    fleet.command("b", commands -> commands.scale("shop", 4));
    fleet.awaitPassing("shop", 4);
    assertThat(fleet.passing("shop")).containsKey("a");
  }

  private int running() {
    return fleet.member("a").running().size()
        + fleet.member("b").running().size()
        + fleet.member("c").running().size();
  }

  @Test
  void newFilesGoFromInstanceToInstanceAndTheOldestAreNotUsed() throws Exception {
    drop(PROGRAM + "instances: 3\n");
    fleet.awaitPassing("shop", 3);

    fleet.drop("shop.yaml", PROGRAM + "instances: 3\nenv: {NEW: yes}\n", "a", "b");

    Await.within(
        FleetRig.LIMIT,
        "all of the newest",
        () ->
            fleet.vassal("shop").slots().stream().noneMatch(VassalInFleet.Slot::outdated)
                && fleet.total("shop") == 3
                && !fleet.passing("shop").containsKey("c"));
  }

  @Test
  void aNewVersionThatFailsStopsThere() throws Exception {
    drop(PROGRAM + "instances: 3\n");
    fleet.awaitPassing("shop", 3);

    drop("command: \"false\"\ncheck-tcp: none\ninstances: 3\n");

    Await.within(
        FleetRig.LIMIT,
        "one has failed",
        () ->
            fleet.vassal("shop").slots().stream()
                .anyMatch(slot -> slot.reason().contains("failed")));
    Await.holdsFor(
        Duration.ofSeconds(2),
        "the others serve with the old files",
        () ->
            fleet.vassal("shop").slots().stream()
                    .filter(slot -> slot.reason().contains("failed"))
                    .count()
                <= 1);
    assertThat(fleet.total("shop")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatFailsOnOneEmperorAloneMovesToAnother() throws Exception {
    String wanted = directory.resolve("only-here").toString();
    Path script =
        Files.writeString(
            directory.resolve("run.sh"),
            "test \"$(pwd)\" != " + wanted + "/a || exit 1; exec sleep 600\n");
    fleet.stop("b");
    fleet.stop("c");
    Path here = Files.createDirectories(directory.resolve("only-here/a"));
    String text = "command: sh %s\ncheck-tcp: none\ninstances: 1\nreschedule-attempts: 2\n";
    fleet.drop("shop.yaml", text.formatted(script) + "working-directory: " + here + "\n", "a");
    Await.within(
        FleetRig.LIMIT,
        "it fails on a",
        () -> fleet.vassal("shop").slots().get(0).state().equals("backing-off"));

    fleet.add("b");
    Files.copy(
        fleet.member("a").vassals().resolve("shop.yaml"),
        fleet.member("b").vassals().resolve("shop.yaml"));
    Await.within(
        FleetRig.LIMIT, "b tries", () -> "b".equals(fleet.vassal("shop").slots().get(0).emperor()));
  }

  @Test
  void whatIsCutOffRunsOnAndThereAreExactlySoManyAfterwards() throws Exception {
    drop(PROGRAM + "instances: 3\n");
    fleet.awaitPassing("shop", 3);

    fleet.member("c").proxy().set(Fault.refuse());
    Await.within(
        FleetRig.LIMIT,
        "the others have all",
        () -> fleet.total("shop") == 3 && !fleet.passing("shop").containsKey("c"));
    assertThat(fleet.member("c").running()).hasSize(1);

    fleet.member("c").proxy().set(Fault.pass());
    Await.within(
        FleetRig.LIMIT,
        "three, and none on c",
        () -> fleet.member("c").running().isEmpty() && running() == 3);
  }

  @Test
  void aSingletonOfAnEmperorThatIsCutOffIsFrozenAndKilledOnceAnotherRunsIt() throws Exception {
    Path log = directory.resolve("log");
    drop(
        """
        command: ["sh", "-c", "while :; do echo $EMPEROR_FENCE >> %s; sleep 0.05; done"]
        check-tcp: none
        singleton: true
        """
            .formatted(log));
    fleet.awaitPassing("shop", 1);
    VassalInFleet.Slot slot = fleet.vassal("shop").slots().get(0);
    String first = Objects.requireNonNull(slot.emperor());
    long fence = Objects.requireNonNull(slot.fence());

    fleet.member(first).proxy().set(Fault.refuse());
    Await.within(FleetRig.LIMIT, "another writes", () -> last(log) > fence);

    Await.holdsFor(Duration.ofSeconds(1), "the first is silent", () -> last(log) > fence);
    assertThat(Files.readAllLines(log))
        .isSortedAccordingTo(Comparator.comparingLong(Long::parseLong));
    fleet.member(first).proxy().set(Fault.pass());
    Await.within(FleetRig.LIMIT, "it is gone", () -> fleet.member(first).running().isEmpty());
    assertThat(Files.readAllLines(log))
        .isSortedAccordingTo(Comparator.comparingLong(Long::parseLong));
  }

  private static long last(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return Long.parseLong(lines.get(lines.size() - 1));
  }

  @Test
  void aSlotThatSomebodyElseWritesIsRunOnceAgain() throws Exception {
    drop(PROGRAM + "singleton: true\n");
    fleet.awaitPassing("shop", 1);
    long fence = Objects.requireNonNull(fleet.vassal("shop").slots().get(0).fence());

    put("emperor/test/instances/slots/shop/0", "{}");
    put("emperor/test/instances/slots/shop/x", "{}");
    put("emperor/test/instances/reports/nobody", "garbage");
    put("emperor/test/instances/scale/shop", "garbage");

    Await.within(
        FleetRig.LIMIT,
        "another fence",
        () -> {
          VassalInFleet.Slot slot = fleet.vassal("shop").slots().get(0);
          return slot.fence() != null && slot.fence() > fence && slot.passing();
        });
    assertThat(running()).isEqualTo(1);
  }

  @Test
  void whatAnEmperorHasSaidOfItselfIsWrittenAgainWhenSomebodyElseChangesIt() throws Exception {
    drop(PROGRAM + "instances: 3\n");
    fleet.awaitPassing("shop", 3);
    VassalInFleet before = fleet.vassal("shop");

    for (String emperor : fleet.passing("shop").keySet()) {
      put("emperor/test/instances/reports/" + emperor, "garbage");
    }

    fleet.awaitPassing("shop", 3);
    assertThat(fleet.vassal("shop")).isEqualTo(before);
  }

  @Test
  void filesThatCanNotBeUsedAnyMoreAreToldOfAndWhatRunsGoesOn() throws Exception {
    drop(PROGRAM + "instances: 3\n");
    fleet.awaitPassing("shop", 3);

    fleet.drop("shop.yaml", PROGRAM + "instances: many\n", "a");

    Await.within(
        FleetRig.LIMIT, "a warning", () -> fleet.vassal("shop").warnings().containsKey("a"));
    assertThat(fleet.vassal("shop").warnings().get("a"))
        .startsWith("can't use its files: ")
        .contains("instances: \"many\" is no number");
    fleet.awaitPassing("shop", 3);

    drop(PROGRAM + "instances: 4\n");
    fleet.awaitPassing("shop", 4);
    assertThat(fleet.vassal("shop").warnings()).isEmpty();
  }

  private void put(String key, String text) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://" + fleet.agent() + "/v1/kv/" + key))
                    .PUT(HttpRequest.BodyPublishers.ofString(text))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aVassalWithoutInstancesRunsEverywhereAndMayBecomeOneWithThem() throws Exception {
    drop(PROGRAM);
    Await.within(FleetRig.LIMIT, "on all", () -> running() == 3);

    drop(PROGRAM + "instances: 1\n");
    fleet.awaitPassing("shop", 1);
    Await.within(FleetRig.LIMIT, "one alone", () -> running() == 1);

    drop(PROGRAM);
    Await.within(
        FleetRig.LIMIT,
        "on all again",
        () ->
            Map.of("a", 1, "b", 1, "c", 1).keySet().stream()
                .allMatch(name -> fleet.member(name).running().equals(List.of("shop"))));
  }
}
