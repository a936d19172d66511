package io.emperor.bench.ondemand;

import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A vassal that goes to rest again and again, while it is asked now and then. */
final class RestlessUnderLoad {

  static final int REQUESTS = 1_000;
  static final int IDLE_MILLIS = 30;

  private static final int PAUSE_MILLIS = 2 * IDLE_MILLIS;

  private final Random random = new Random(23);
  private final Samples samples = new Samples();
  private final DemandScene scene;
  private HttpClient http = HttpClient.newHttpClient();

  RestlessUnderLoad(DemandScene scene) {
    this.scene = scene;
  }

  List<Row> measure() {
    String restless = "on-demand: true\nidle-timeout: " + IDLE_MILLIS + "ms\n";
    scene.drop("restless-app", scene.app(restless));
    scene.drop("restless-program", scene.program(restless));
    List<Row> rows = new ArrayList<>();
    rows.addAll(measure("restless-app", "an app"));
    rows.addAll(measure("restless-program", "a program"));
    return rows;
  }

  private List<Row> measure(String name, String who) {
    String lost = who + " that rests again and again: lost of 1,000 requests";
    String rests = who + " that rests again and again: so often it does";
    int before = scene.await(name, "resting").path("generation").asInt();
    URI uri = scene.uri(name);
    long failed = 0;
    for (int i = 0; i < REQUESTS; i++) {
      if (random.nextInt(4) == 0) { // the others find a connection that was kept
        http = HttpClient.newHttpClient();
      }
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(PAUSE_MILLIS)).toNanos());
      failed += isAnswered(uri) ? 0 : 1;
    }
    samples.add(lost, (double) failed);
    int after = scene.await(name, "resting", before).path("generation").asInt();
    samples.add(rests, (after - before) / 2.0);
    return List.of(
        Row.alone(lost, "", samples.of(lost), Aim.atMost(Aim.Of.P99, 0)),
        Row.alone(rests, "", samples.of(rests)));
  }

  private boolean isAnswered(URI uri) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      System.err.println("bench: a request was lost: " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
