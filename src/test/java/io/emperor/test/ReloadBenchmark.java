package io.emperor.test;

import io.emperor.consul.Await;
import io.emperor.test.apps.Standalone;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how many requests are lost in reloads, and what reloads do to the slowest of them, beside
 * a run without reloads. Needs {@code wrk} on the {@code PATH}. Asserts nothing: {@code make
 * benchmark}.
 */
class ReloadBenchmark {

  private static final int SHARED_RELOADS = 100;
  private static final int PROCESS_RELOADS = 20;
  private static final int SECONDS = 60;
  private static final int CLIENTS = 4;
  private static final Pattern PORT = Pattern.compile("\"Port\": ?([1-9]\\d*)");

  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void printsTheTable() throws Exception {
    try (Scene scene = Scene.start(data, vassals)) {
      Path shared = AppJar.providing(Web.class).dropInto(vassals, "shared");
      int port = scene.consul().passing("shared").get("Service").get("Port").asInt();
      Wrk unused = Wrk.load(port, SECONDS / 4); // warms everything up
      Wrk calm = Wrk.load(port, SECONDS);
      CompletableFuture<Wrk> during = CompletableFuture.supplyAsync(() -> Wrk.load(port, SECONDS));
      reload(scene, shared, "shared", SHARED_RELOADS);
      boolean all = !during.isDone();
      Wrk busy = during.get();
      String apart =
          processes(scene, "apart", AppJar.providing(Web.class), "{isolation: process, drain: 1s}");
      String program = processes(scene, "program", AppJar.executing(Standalone.class), "drain: 1s");
      System.out.println(
          """

          | load on a vassal in the emperor's JVM, %d s each | requests | lost | slowest 1%% |
          | --- | --- | --- | --- |
          | without reloads | %d | %d | %.2f ms |
          | with %d reloads%s | %d | %d | %.2f ms |

          ratio of the slowest 1%%: %.2f
          %s
          %s
          """
              .formatted(
                  SECONDS,
                  calm.requests(),
                  calm.lost(),
                  calm.millisOfTheSlowest(),
                  SHARED_RELOADS,
                  all ? "" : ", not all within the load",
                  busy.requests(),
                  busy.lost(),
                  busy.millisOfTheSlowest(),
                  busy.millisOfTheSlowest() / calm.millisOfTheSlowest(),
                  apart,
                  program));
    }
  }

  private static void reload(Scene scene, Path jar, String vassal, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      String unused = scene.emperor().line(" " + vassal + ": running generation " + (i + 2) + " ");
    }
  }

  /** A vassal in a process of its own, and clients that follow Consul by one blocking query. */
  private String processes(Scene scene, String name, AppJar app, String config) throws Exception {
    AppJar.drop(config, vassals.resolve(name + ".yaml"));
    Path jar = app.dropInto(vassals, name);
    scene.consul().passing(name);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    AtomicInteger port = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
    List<Future<?>> all = new ArrayList<>();
    all.add(threads.submit(() -> follow(scene.agent().httpAddress(), name, port, over)));
    Await.until("it is found", () -> port.get() != 0);
    for (int i = 0; i < CLIENTS; i++) {
      all.add(threads.submit(() -> ask(port, over, asked, lost)));
    }
    reload(scene, jar, name, PROCESS_RELOADS);
    over.set(true);
    for (Future<?> one : all) {
      Object unused = one.get(1, TimeUnit.MINUTES);
    }
    threads.shutdown();
    return "%d requests to %s by clients that follow Consul, %d reloads: %d lost"
        .formatted(asked.get(), name, PROCESS_RELOADS, lost.get());
  }

  /** Asks Consul again as soon as something has changed. */
  private static void follow(String agent, String name, AtomicInteger port, AtomicBoolean over) {
    String index = "";
    while (!over.get()) {
      String uri = "http://" + agent + "/v1/health/service/" + name + "?passing&wait=1s" + index;
      HttpResponse<String> answer = Http.send(HttpRequest.newBuilder(URI.create(uri)));
      Matcher found = PORT.matcher(answer.body());
      if (found.find()) {
        port.set(Integer.parseInt(found.group(1)));
      }
      index = "&index=" + answer.headers().firstValue("X-Consul-Index").orElse("1");
    }
  }

  private static void ask(
      AtomicInteger port, AtomicBoolean over, AtomicInteger asked, AtomicInteger lost) {
    while (!over.get()) {
      asked.incrementAndGet();
      try {
        String unused = Http.get(port.get(), "/").body();
      } catch (RuntimeException e) {
        lost.incrementAndGet();
      }
    }
  }
}
