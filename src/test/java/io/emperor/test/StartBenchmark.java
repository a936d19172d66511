package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long it takes from the start of the emperor's process until all of its vassals are
 * passing in Consul, with the archive that {@code emperor archive} makes, beside what the shortest
 * life of the same JVM takes. Asserts nothing: {@code make benchmark}.
 */
class StartBenchmark {

  private static final int ROUNDS = 9;
  private static final int VASSALS = 50;

  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void printsTheTable() throws Exception {
    Path archive = Path.of(Command.run(EmperorProcess.HOME + "/bin/emperor", "archive").orFail());
    try {
      print();
    } finally {
      Files.delete(archive);
    }
  }

  private void print() {
    for (int i = 0; i < VASSALS; i++) {
      AppJar.providing(Web.class).dropInto(vassals, "web-" + i);
    }
    List<Double> starts = new ArrayList<>();
    List<Double> versions = new ArrayList<>();
    for (int i = 0; i <= ROUNDS; i++) {
      double version = version();
      double start = start();
      if (i > 0) { // the first round fills the caches of the file system
        versions.add(version);
        starts.add(start);
      }
    }
    System.out.println(
        """

        | %d rounds in turn | median s |
        | --- | --- |
        | start of the process to %d vassals passing | %.2f |
        | bin/emperor --version | %.2f |

        ratio of the medians: %.1f
        """
            .formatted(
                ROUNDS,
                VASSALS,
                median(starts),
                median(versions),
                median(starts) / median(versions)));
  }

  private double version() {
    long begun = System.nanoTime();
    try (EmperorProcess emperor = EmperorProcess.start(data, "--version")) {
      int unused = emperor.exitStatus();
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  /** With an agent of its own, which has nothing left of the run before. */
  private double start() {
    try (ConsulAgentProcess agent =
        ConsulAgentProcess.start("limits { http_max_conns_per_client = 2000 }")) {
      ConsulView consul = new ConsulView(agent.httpAddress());
      long begun = System.nanoTime();
      try (EmperorProcess emperor = Scene.emperor(data, agent.httpAddress(), vassals.toString())) {
        var unused =
            consul.await(
                "/v1/health/state/passing",
                checks ->
                    checks.findValuesAsText("ServiceName").stream()
                            .filter(name -> name.startsWith("web-"))
                            .count()
                        == VASSALS);
        long took = System.nanoTime() - begun;
        assertThat(emperor.lines()).noneMatch(line -> line.contains("WARN"));
        return took / 1e9;
      }
    }
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
