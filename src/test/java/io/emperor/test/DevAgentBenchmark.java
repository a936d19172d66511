package io.emperor.test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.devagent.DevAgent;
import io.emperor.test.apps.LoneDevAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/**
 * Prints how the dev agent does beside the real agent, each new in every round, in turn: how soon
 * it answers, how many requests a second, and what a thousand waiting queries cost. Needs {@code
 * wrk} on the {@code PATH}. Asserts no speed: {@code make benchmark}.
 */
class DevAgentBenchmark {

  private static final int ROUNDS = 5;
  private static final int SERVICES = 1_000;
  private static final int QUERIES = 1_000;
  private static final int CHANGES = 10;

  private static final String WRITE =
      """
      return wrk.format("PUT", "/v1/kv/written/" .. n % 1000, nil, "value " .. n)
      """;
  private static final String PASS =
      """
      return wrk.format("PUT", "/v1/agent/check/pass/service:kept-" .. n % %d)
      """
          .replace("%d", Integer.toString(SERVICES));
  private static final String REGISTER =
      """
      return wrk.format("PUT", "/v1/agent/service/register", nil, string.format(
        '{"ID": "web-%d", "Name": "web-%d", "Port": 80, "Check": {"TTL": "1h", "Status": "passing"}}',
        n, n % 100))
      """;

  @Test
  void printsTheTable() throws Exception {
    Comparison table = new Comparison("the dev agent", "Consul");
    try (ConsulAgentProcess consul =
        ConsulAgentProcess.start("limits { http_max_conns_per_client = 2000 }")) {
      for (int i = 0; i <= ROUNDS; i++) {
        Comparison round = i == 0 ? new Comparison("", "") : table; // the first one warms up
        ours(round);
        theirs(round, consul);
      }
    }
    System.out.println(table);
  }

  private static void ours(Comparison table) throws Exception {
    LoneDevAgent.Start alone = LoneDevAgent.measure(EmperorProcess.HOME.resolve("lib"));
    table.ours("process to first leader, ms", alone.processMillis());
    table.ours("first of its JVM to first leader, ms", alone.agentMillis());
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    long begun = System.nanoTime();
    try (DevAgent agent = DevAgent.start(0)) {
      AgentLoad load = AgentLoad.whenItHasALeader(port(agent.address()));
      table.ours("next of its JVM to first leader, ms", (System.nanoTime() - begun) / 1e6);
      measure(load, table::ours, () -> newSince(before));
    }
  }

  /** Those of the agent: the load's own have the client's names. */
  private static double newSince(Set<Thread> before) {
    return (double)
        Thread.getAllStackTraces().keySet().stream()
            .filter(
                thread -> !before.contains(thread) && !thread.getName().startsWith("HttpClient"))
            .count();
  }

  private static void theirs(Comparison table, ConsulAgentProcess consul) throws Exception {
    consul.kill();
    long begun = System.nanoTime();
    consul.launchAgain();
    AgentLoad load = AgentLoad.whenItHasALeader(port(consul.httpAddress()));
    double took = (System.nanoTime() - begun) / 1e6;
    for (String start : List.of("process", "first of its JVM", "next of its JVM")) {
      table.theirs(start + " to first leader, ms", took);
    }
    measure(load, table::theirs, DevAgentBenchmark::threadsOfConsul);
  }

  private static double threadsOfConsul() {
    long pid =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").endsWith("/consul"))
            .mapToLong(ProcessHandle::pid)
            .findFirst()
            .orElseThrow();
    return requireNonNull(Path.of("/proc/" + pid + "/task").toFile().list()).length;
  }

  private static void measure(AgentLoad load, Comparison.Side side, DoubleSupplier threads)
      throws Exception {
    load.put("/v1/kv/read", "0123456789".repeat(10));
    load(load, "reads", "return wrk.format(\"GET\", \"/v1/kv/read\")", side);
    Latencies reads = load.readsOfOneThread("/v1/kv/read");
    side.add("reads a second, one thread of the JDK's client", reads.perSecond());
    side.add("the same, slowest 1%, ms", reads.millisAt(99));
    load(load, "writes", WRITE, side);
    load.register("kept-", SERVICES);
    load(load, "TTL passes", PASS, side);
    try (Waiters waiters = Waiters.connect(load.port(), QUERIES)) {
      double slowest = 0;
      for (int i = 0; i < CHANGES; i++) {
        waiters.ask();
        double took = waiters.millisFrom(load::change);
        side.add("a change to 1,000 answers, ms", took);
        slowest = Math.max(slowest, took);
      }
      side.add("the same, slowest of %d, ms".formatted(CHANGES), slowest);
      waiters.ask();
      side.add("threads of the agent while they wait", threads.getAsDouble());
    }
    load(load, "registrations", REGISTER, side);
  }

  private static void load(AgentLoad load, String what, String lua, Comparison.Side side) {
    Wrk run = load.run(lua);
    assertThat(run.lost()).as(what).isZero();
    side.add(what + " a second, 16 connections", run.perSecond());
    side.add(what + ", slowest 1%, ms", run.millisOfTheSlowest());
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }
}
