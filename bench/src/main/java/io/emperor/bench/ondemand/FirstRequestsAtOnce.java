package io.emperor.bench.ondemand;

import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many who come to one resting vassal at the same time. */
final class FirstRequestsAtOnce {

  static final int REQUESTS = 1_000;
  static final int ROUNDS = 5;

  private final Samples samples = new Samples();
  private final DemandScene scene;

  FirstRequestsAtOnce(DemandScene scene) {
    this.scene = scene;
  }

  List<Row> measure() {
    String soon = "on-demand: true\nidle-timeout: 1s\n";
    scene.drop("crowded-app", scene.app(soon));
    scene.drop("crowded-program", scene.program(soon));
    List<Row> rows = new ArrayList<>();
    rows.addAll(measure("crowded-app", "an app"));
    rows.addAll(measure("crowded-program", "a program"));
    return rows;
  }

  private List<Row> measure(String name, String who) {
    String lost = who + ": not answered of 1,000 first requests at once";
    String starts = who + ": starts for 1,000 first requests at once";
    String took = who + ": until all 1,000 are answered";
    for (int i = 0; i < ROUNDS; i++) {
      int before = scene.await(name, "resting").path("generation").asInt();
      URI uri = scene.uri(name);
      long begun = System.nanoTime();
      samples.add(lost, (double) unanswered(uri));
      samples.add(took, (System.nanoTime() - begun) / 1e6);
      // Each start and each rest is a generation.
      int after = scene.await(name, "resting", before + 2).path("generation").asInt();
      samples.add(starts, (after - before) / 2.0);
    }
    return List.of(
        Row.alone(lost, "", samples.of(lost), Aim.atMost(Aim.Of.P99, 0)),
        Row.alone(starts, "", samples.of(starts), Aim.atMost(Aim.Of.P99, 1)),
        Row.alone(took, "ms", samples.of(took)));
  }

  private static long unanswered(URI uri) {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1)).build();
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(
          http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .handle((answer, failure) -> failure == null && answer.statusCode() == 200));
    }
    return answers.stream().filter(answer -> !answer.join()).count();
  }
}
