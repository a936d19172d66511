package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.provisioning.InputsView;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A change of inputs that so many emperors take at once. */
@Tag("cluster")
@Timeout(120)
class RolloutTest {

  private static final List<String> EMPERORS = List.of("a", "b", "c");

  @TempDir Path directory;

  private FleetRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new FleetRig(directory);
    put("one");
    for (String emperor : EMPERORS) {
      FleetRig.Member unused = rig.add(emperor);
    }
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void put(String level) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + rig.agent() + "/v1/kv/config/shop/level"))
            .PUT(HttpRequest.BodyPublishers.ofString(level))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body().strip()).isEqualTo("true");
  }

  /** Starts say that they have begun, and go on once they may, but not with what is bad. */
  private void dropAll(int atOnce) throws IOException {
    for (String emperor : EMPERORS) {
      rig.drop(
          "shop.yaml",
          """
          command: [sleep, 1000]
          check-tcp: none
          sources: [{consul: config/shop/}]
          env: {LEVEL: "${level}"}
          before-start: [sh, -c, 'touch %1$s-$LEVEL; until test -e go-$LEVEL-%2$s; do sleep 0.05; done; test $LEVEL != bad']
          working-directory: %3$s
          rollout: %4$s
          """
              .formatted(emperor, emperor, directory, atOnce),
          emperor);
    }
    for (String emperor : EMPERORS) {
      go("one", emperor);
    }
    EMPERORS.forEach(emperor -> awaitGeneration(emperor, 1));
  }

  private void go(String level, String emperor) throws IOException {
    Path unused = Files.createFile(directory.resolve("go-" + level + "-" + emperor));
  }

  private VassalStatus status(String emperor) {
    return rig.member(emperor).emperor().vassals().find("shop").orElseThrow().status();
  }

  private String missing(String emperor) {
    return rig.member(emperor)
        .emperor()
        .vassals()
        .inputs("shop")
        .map(InputsView::missing)
        .map(lines -> String.join("; ", lines))
        .orElse("");
  }

  private void awaitGeneration(String emperor, int number) {
    Await.within(
        FleetRig.LIMIT,
        emperor + " runs generation " + number,
        () -> {
          VassalStatus now = status(emperor);
          return now.state() == VassalState.RUNNING && now.generation() == number;
        });
  }

  private List<String> begun(String level) {
    List<String> begun = new ArrayList<>();
    for (String emperor : EMPERORS) {
      if (Files.exists(directory.resolve(emperor + "-" + level))) {
        begun.add(emperor);
      }
    }
    return begun;
  }

  private List<String> awaitBegun(String level, int number) {
    Await.within(
        FleetRig.LIMIT, number + " have begun with " + level, () -> begun(level).size() == number);
    return begun(level);
  }

  private void awaitMissing(String emperor, String words) {
    Await.within(FleetRig.LIMIT, emperor + ": " + words, () -> missing(emperor).startsWith(words));
  }

  @Test
  void oneEmperorAfterAnotherTakesAChange() throws Exception {
    dropAll(1);

    put("two");

    List<String> done = new ArrayList<>();
    for (int i = 1; i <= EMPERORS.size(); i++) {
      List<String> begun = awaitBegun("two", i);
      String now = begun.stream().filter(name -> !done.contains(name)).findFirst().orElseThrow();
      for (String other : EMPERORS) {
        if (!begun.contains(other)) {
          awaitMissing(other, "rollout: waits for its turn, 1 at once, now " + now);
          Await.until(
              "its status says so",
              () ->
                  status(other)
                      .reason()
                      .startsWith("a change of its inputs is not taken: rollout: waits for"));
          assertThat(status(other).generation()).isEqualTo(1);
        }
      }
      go("two", now);
      awaitGeneration(now, 2);
      assertThat(missing(now)).isEmpty();
      done.add(now);
    }
  }

  @Test
  void asManyAsMayTakeItAtOnce() throws Exception {
    dropAll(2);

    put("two");

    List<String> begun = awaitBegun("two", 2);
    String third =
        EMPERORS.stream().filter(name -> !begun.contains(name)).findFirst().orElseThrow();
    awaitMissing(third, "rollout: waits for its turn, 2 at once, now ");
    go("two", begun.get(1));
    awaitGeneration(begun.get(1), 2);
    assertThat(awaitBegun("two", 3)).isEqualTo(EMPERORS);
  }

  @Test
  void onceOneHasFailedTheOthersKeepWhatTheyHaveUntilThereIsAnotherChange() throws Exception {
    dropAll(1);

    put("bad");

    String first = awaitBegun("bad", 1).get(0);
    go("bad", first);
    for (String other : EMPERORS) {
      if (!other.equals(first)) {
        awaitMissing(
            other, "rollout: stopped, for it has failed on emperor " + first + ": before-start ");
        assertThat(status(other).generation()).isEqualTo(1);
        assertThat(status(other).state()).isEqualTo(VassalState.RUNNING);
      }
    }
    assertThat(status(first).state()).isEqualTo(VassalState.RUNNING);
    assertThat(begun("bad")).containsExactly(first);

    for (String emperor : EMPERORS) {
      go("good", emperor);
    }
    put("good");
    assertThat(awaitBegun("good", EMPERORS.size())).isEqualTo(EMPERORS);
    for (String emperor : EMPERORS) {
      Await.within(FleetRig.LIMIT, emperor + " has it", () -> missing(emperor).isEmpty());
    }
  }

  @Test
  void theTurnOfAnEmperorThatGoesIsAnothers() throws Exception {
    dropAll(1);
    put("two");
    String first = awaitBegun("two", 1).get(0);

    rig.stop(first);

    assertThat(awaitBegun("two", 2)).contains(first);
  }

  @Test
  void aChangeOnTheWayIsTakenByWhoeverIsAtIt() throws Exception {
    dropAll(1);
    put("two");
    String first = awaitBegun("two", 1).get(0);

    put("three");

    assertThat(awaitBegun("three", 1)).containsExactly(first);
    for (String emperor : EMPERORS) {
      go("three", emperor);
    }
    assertThat(awaitBegun("three", EMPERORS.size())).isEqualTo(EMPERORS);
    assertThat(begun("two")).containsExactly(first);
    assertThat(Map.of(first, status(first).generation())).containsValue(3);
  }
}
