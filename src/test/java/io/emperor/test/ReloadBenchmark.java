package io.emperor.test;

import io.emperor.consul.Await;
import io.emperor.test.apps.Standalone;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
  private static final int PROGRAM_RELOADS = 20;
  private static final int SECONDS = 60;
  private static final int CLIENTS = 4;
  private static final Pattern NUMBER_99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern LOST =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern PORT = Pattern.compile("\"Port\": ?([1-9]\\d*)");
  private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  @TempDir Path data;
  @TempDir Path vassals;

  /** What wrk has said. */
  private record Load(String said) {

    long requests() {
      return number(REQUESTS, 1);
    }

    long lost() {
      return number(LOST, 1) + number(LOST, 2) + number(LOST, 3) + number(LOST, 4) + number(BAD, 1);
    }

    double millisOfTheSlowest() {
      Matcher found = NUMBER_99.matcher(said);
      if (!found.find()) {
        throw new IllegalStateException(said);
      }
      double value = Double.parseDouble(found.group(1));
      return switch (found.group(2)) {
        case "us" -> value / 1000;
        case "ms" -> value;
        default -> value * 1000;
      };
    }

    private long number(Pattern pattern, int group) {
      Matcher found = pattern.matcher(said);
      return found.find() ? Long.parseLong(found.group(group)) : 0;
    }
  }

  @Test
  void printsTheTable() throws Exception {
    try (Scene scene = Scene.start(data, vassals)) {
      Path shared = AppJar.providing(Web.class).dropInto(vassals, "shared");
      int port = scene.consul().passing("shared").get("Service").get("Port").asInt();
      Load unused = load(port, SECONDS / 4); // warms everything up
      Load calm = load(port, SECONDS);
      CompletableFuture<Load> during = CompletableFuture.supplyAsync(() -> load(port, SECONDS));
      reload(scene, shared, "shared", SHARED_RELOADS);
      boolean all = !during.isDone();
      Load busy = during.get();
      String programs = programs(scene);
      System.out.println(
          """

          | load on a vassal in the emperor's JVM, %d s each | requests | lost | slowest 1%% |
          | --- | --- | --- | --- |
          | without reloads | %d | %d | %.2f ms |
          | with %d reloads%s | %d | %d | %.2f ms |

          ratio of the slowest 1%%: %.2f
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
                  programs));
    }
  }

  private static Load load(int port, int seconds) {
    try {
      Process wrk =
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c16",
                  "-d" + seconds + "s",
                  "--latency",
                  "http://127.0.0.1:" + port + "/")
              .redirectErrorStream(true)
              .start();
      String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (wrk.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
      return new Load(said);
    } catch (IOException e) {
      throw new IllegalStateException("install wrk", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void reload(Scene scene, Path jar, String vassal, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      String unused = scene.emperor().line(" " + vassal + ": running generation " + (i + 2) + " ");
    }
  }

  /** A program, and clients that follow Consul by one blocking query. */
  private String programs(Scene scene) throws Exception {
    AppJar.drop("drain: 1s\n", vassals.resolve("program.yaml"));
    Path jar = AppJar.executing(Standalone.class).dropInto(vassals, "program");
    scene.consul().passing("program");
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    AtomicInteger port = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
    List<Future<?>> all = new ArrayList<>();
    all.add(threads.submit(() -> follow(scene.agent().httpAddress(), port, over)));
    Await.until("the program is found", () -> port.get() != 0);
    for (int i = 0; i < CLIENTS; i++) {
      all.add(threads.submit(() -> ask(port, over, asked, lost)));
    }
    reload(scene, jar, "program", PROGRAM_RELOADS);
    over.set(true);
    for (Future<?> one : all) {
      Object unused = one.get(1, TimeUnit.MINUTES);
    }
    threads.shutdown();
    return "%d requests to a program by clients that follow Consul, %d reloads: %d lost"
        .formatted(asked.get(), PROGRAM_RELOADS, lost.get());
  }

  /** Asks Consul again as soon as something has changed. */
  private static void follow(String agent, AtomicInteger port, AtomicBoolean over) {
    String index = "";
    while (!over.get()) {
      String uri = "http://" + agent + "/v1/health/service/program?passing&wait=1s" + index;
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
