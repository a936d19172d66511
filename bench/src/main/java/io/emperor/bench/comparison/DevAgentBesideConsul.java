package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.load.AgentLoad;
import io.emperor.bench.load.Latencies;
import io.emperor.bench.load.LoneDevAgent;
import io.emperor.bench.load.Waiters;
import io.emperor.bench.load.Wrk;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.devagent.DevAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** The agent of {@code --dev} beside the real one. */
public final class DevAgentBesideConsul implements Comparison {

  private static final int ROUNDS = 5;
  private static final int SERVICES = 1_000;
  private static final int QUERIES = 1_000;
  private static final int CHANGES = 10;
  private static final String CONSUL = "Consul";
  private static final String START = "start to first answer, ";
  private static final String FIRST = START + "the first of its JVM";
  private static final String NEXT = START + "in a JVM that has had one";
  private static final String PROCESS = START + "with the start of the JVM";

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

  private final BenchPaths paths;

  /** With the libraries of the distribution that was built. */
  public DevAgentBesideConsul(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "dev-agent";
  }

  @Override
  public String title() {
    return "The dev agent";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        [The dev agent](dev-agent.md) in this program's own JVM beside Consul in a process of its own, each new in every round, \
        in turn, after a round to warm up. Loads are `wrk` over 16 connections, for %d s each. TTL passes change nothing; \
        registrations are of new services, %,d being there already.
        """,
        AgentLoad.SECONDS,
        SERVICES);
  }

  @Override
  public Figures measure() throws Exception {
    Samples ours = new Samples();
    Samples theirs = new Samples();
    try (ConsulAgentProcess consul =
        ConsulAgentProcess.start("limits { http_max_conns_per_client = 2000 }")) {
      for (int i = 0; i <= ROUNDS; i++) {
        measureOurs(i == 0 ? new Samples() : ours);
        measureConsul(consul, i == 0 ? new Samples() : theirs);
      }
    }
    Aim asFast = Aim.atLeast(Aim.Of.RATIO, 1);
    return Figures.of(
        List.of(
            row(NEXT, "ms", ours, theirs, Aim.atMost(Aim.Of.MEDIAN, 300)),
            row(FIRST, "ms", ours, theirs, Aim.atMost(Aim.Of.MEDIAN, 300)),
            row(PROCESS, "ms", ours, theirs),
            row("reads of a key a second", "", ours, theirs, Aim.atLeast(Aim.Of.RATIO, 1.1)),
            row("reads a second by one thread", "", ours, theirs, asFast),
            row("reads by one thread", "ms", ours, theirs),
            row("writes of 1,000 keys a second", "", ours, theirs).theMoreTheBetter(),
            row("TTL passes a second", "", ours, theirs, asFast),
            row("registrations a second", "", ours, theirs, asFast),
            row("a change to the answers of 1,000 waiting queries", "ms", ours, theirs),
            row("threads while they wait", "", ours, theirs, Aim.atMost(Aim.Of.MEDIAN, 49))));
  }

  private static Row row(String what, String unit, Samples ours, Samples theirs, Aim... aims) {
    return Row.beside(what, unit, ours.of(what), CONSUL, theirs.of(what), aims);
  }

  private void measureOurs(Samples samples) throws Exception {
    LoneDevAgent.Start alone =
        LoneDevAgent.measure(paths.distribution().resolve("lib"), paths.built("classes"));
    samples.add(PROCESS, alone.processMillis());
    samples.add(FIRST, alone.agentMillis());
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    long begun = System.nanoTime();
    try (DevAgent agent = DevAgent.start(0)) {
      AgentLoad load = AgentLoad.whenItHasALeader(port(agent.address()));
      samples.add(NEXT, millisSince(begun));
      measure(load, samples, () -> newSince(before));
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

  private static void measureConsul(ConsulAgentProcess consul, Samples samples) throws Exception {
    consul.kill();
    long begun = System.nanoTime();
    consul.launchAgain();
    AgentLoad load = AgentLoad.whenItHasALeader(port(consul.httpAddress()));
    double took = millisSince(begun);
    List.of(PROCESS, FIRST, NEXT).forEach(what -> samples.add(what, took));
    measure(load, samples, DevAgentBesideConsul::threadsOfConsul);
  }

  private static double threadsOfConsul() {
    long pid =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").endsWith("/consul"))
            .mapToLong(ProcessHandle::pid)
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(Path.of("/proc/" + pid + "/task").toFile().list()).length;
  }

  private static void measure(AgentLoad load, Samples samples, DoubleSupplier threads)
      throws Exception {
    load.put("/v1/kv/read", "0123456789".repeat(10));
    samples.add(
        "reads of a key a second", rate(load, "return wrk.format(\"GET\", \"/v1/kv/read\")"));
    Latencies reads = load.readsOfOneThread("/v1/kv/read");
    samples.add("reads a second by one thread", reads.perSecond());
    samples.add("reads by one thread", reads.millisAt(50));
    samples.add("writes of 1,000 keys a second", rate(load, WRITE));
    load.register("kept-", SERVICES);
    samples.add("TTL passes a second", rate(load, PASS));
    try (Waiters waiters = Waiters.connect(load.port(), QUERIES)) {
      for (int i = 0; i < CHANGES; i++) {
        waiters.ask();
        samples.add(
            "a change to the answers of 1,000 waiting queries", waiters.millisFrom(load::change));
      }
      waiters.ask();
      samples.add("threads while they wait", threads.getAsDouble());
    }
    samples.add("registrations a second", rate(load, REGISTER));
  }

  private static double rate(AgentLoad load, String lua) {
    Wrk run = load.run(lua);
    if (run.lost() > 0) {
      throw new IllegalStateException(run.said());
    }
    return run.perSecond();
  }

  private static double millisSince(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }
}
