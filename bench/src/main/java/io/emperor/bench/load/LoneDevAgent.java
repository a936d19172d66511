package io.emperor.bench.load;

import io.emperor.devagent.DevAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dev agent in a JVM that has done nothing but to begin its log, as any does sooner or later,
 * until the agent has answered once.
 */
public final class LoneDevAgent {

  private static final Logger LOG = LoggerFactory.getLogger(LoneDevAgent.class);

  /**
   * How long it took.
   *
   * @param processMillis from the start of the process
   * @param agentMillis from the begin of the agent's start, in the JVM that was running by then
   */
  public record Start(double processMillis, double agentMillis) {}

  private LoneDevAgent() {}

  /**
   * Starts an agent and prints the milliseconds until it has answered.
   *
   * @param args none
   * @throws IOException if it can't
   */
  public static void main(String[] args) throws IOException {
    LOG.debug("begins");
    long begun = System.nanoTime();
    try (DevAgent agent = DevAgent.start(0)) {
      URI leader = URI.create("http://" + agent.address() + "/v1/status/leader");
      try (InputStream answer = leader.toURL().openStream()) {
        String said = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println((System.nanoTime() - begun) / 1e6);
        if (!said.contains(":")) {
          throw new IOException("no leader: " + said);
        }
      }
    }
  }

  /**
   * Runs that in a process of its own.
   *
   * @param libraries the distribution's
   * @param classes this program's
   * @return how long it took
   * @throws IOException if it can't be run
   */
  public static Start measure(Path libraries, Path classes) throws IOException {
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                libraries + "/*:" + classes,
                LoneDevAgent.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      long took = System.nanoTime() - begun;
      return new Start(took / 1e6, Double.parseDouble(String.valueOf(line)));
    } finally {
      process.destroy();
    }
  }
}
