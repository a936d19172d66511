package io.emperor.test;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long it takes from the rename of a jar to {@code passing} in Consul and to its first
 * answer, beside what a plain registration with the same agent takes in the same run, and what a
 * vassal costs in memory. Asserts nothing: {@code make benchmark}.
 */
class DropToPassingBenchmark {

  private static final int DROPS = 60;
  private static final int WARM_UP = 10;
  private static final int LOADED = 1000;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path data;
  @TempDir Path vassals;
  @TempDir Path aside;

  @Test
  void printsTheTable() throws Exception {
    try (ConsulAgentProcess agent =
            ConsulAgentProcess.start("limits { http_max_conns_per_client = 2000 }");
        EmperorProcess emperor =
            EmperorProcess.start(
                data,
                "--consul-agent",
                agent.httpAddress(),
                "--vassals",
                vassals.toString(),
                "--name",
                "bench")) {
      emperor.line("watches");
      String consul = "http://" + agent.httpAddress();
      byte[] jar = AppJar.providing(Web.class).bytes();
      StringBuilder table =
          new StringBuilder(
              """

              | vassals loaded | drop to passing, median ms | 99th percentile | drop to first answer, median ms | plain registration, median ms | ratio of the medians |
              | --- | --- | --- | --- | --- | --- |
              """);
      table.append(row(consul, jar, 0));
      long before = proportionalSetSize(emperor.pid());
      long took = load(consul, jar);
      table.append(row(consul, jar, LOADED));
      long after = proportionalSetSize(emperor.pid());
      table.append(
          """

          %d vassals from an empty directory to all passing: %.1f s
          proportional set size: %d KB with none loaded, %d KB with %d: %.3f MB a vassal
          """
              .formatted(
                  LOADED,
                  took / 1e9,
                  before,
                  after,
                  LOADED + DROPS + WARM_UP,
                  (after - before) / 1024.0 / (LOADED + DROPS + WARM_UP)));
      System.out.println(table);
    }
  }

  private String row(String consul, byte[] jar, int loaded) throws Exception {
    List<Long> passing = new ArrayList<>();
    List<Long> answered = new ArrayList<>();
    List<Long> plain = new ArrayList<>();
    for (int i = 0; i < DROPS + WARM_UP; i++) {
      String name = "bench-" + loaded + "-" + i;
      Path ready = Files.write(aside.resolve(name + ".jar"), jar);
      long dropped = System.nanoTime();
      Files.move(ready, vassals.resolve(name + ".jar"), StandardCopyOption.ATOMIC_MOVE);
      int port = awaitPassing(consul, name);
      long seen = System.nanoTime();
      Http.get(port, "/");
      long first = System.nanoTime();

      String plainName = "plain-" + loaded + "-" + i;
      long sent = System.nanoTime();
      register(consul, plainName);
      awaitPassing(consul, plainName);
      long registered = System.nanoTime();
      if (i >= WARM_UP) {
        passing.add(seen - dropped);
        answered.add(first - dropped);
        plain.add(registered - sent);
      }
    }
    return "| %d | %.1f | %.1f | %.1f | %.1f | %.1f |%n"
        .formatted(
            loaded,
            at(passing, 50),
            at(passing, 99),
            at(answered, 50),
            at(plain, 50),
            at(passing, 50) / at(plain, 50));
  }

  /** Drops a thousand at once, and answers how long it takes until all are passing. */
  private long load(String consul, byte[] jar) throws Exception {
    for (int i = 0; i < LOADED; i++) {
      Files.write(aside.resolve("loaded-" + i + ".jar"), jar);
    }
    long begun = System.nanoTime();
    for (int i = 0; i < LOADED; i++) {
      Path ready = aside.resolve("loaded-" + i + ".jar");
      Files.move(ready, vassals.resolve("loaded-" + i + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    }
    for (int i = 0; i < LOADED; i++) {
      int unused = awaitPassing(consul, "loaded-" + i);
    }
    return System.nanoTime() - begun;
  }

  /** Waits, by Consul's own blocking queries, and answers the port of the passing instance. */
  private int awaitPassing(String consul, String name) throws Exception {
    String index = "";
    while (true) {
      HttpResponse<String> response =
          send(consul + "/v1/health/service/" + name + "?passing" + index, "GET", "");
      if (response.body().contains("\"ServiceName\"")) {
        return Integer.parseInt(response.body().replaceAll("(?s).*\"Port\": *(\\d+).*", "$1"));
      }
      index = "&wait=5s&index=" + response.headers().firstValue("X-Consul-Index").orElse("1");
    }
  }

  private void register(String consul, String name) throws Exception {
    String body =
        """
        {"Name": "%s", "Port": 1, "Check": {"TTL": "1h", "Status": "passing"}}
        """
            .formatted(name);
    send(consul + "/v1/agent/service/register", "PUT", body);
  }

  private HttpResponse<String> send(String uri, String method, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(uri))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static double at(List<Long> nanos, int percentile) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100)) / 1e6;
  }

  private static long proportionalSetSize(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
        .filter(line -> line.startsWith("Pss:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
