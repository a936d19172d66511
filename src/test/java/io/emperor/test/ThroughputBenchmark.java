package io.emperor.test;

import io.emperor.consul.FreePort;
import io.emperor.test.apps.BareJetty;
import io.emperor.test.apps.Web;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how many requests a second a vassal's servlet answers, beside the same servlet on Jetty as
 * it comes, in turn. Needs {@code wrk} on the {@code PATH}. Asserts nothing: {@code make
 * benchmark}.
 */
class ThroughputBenchmark {

  private static final int ROUNDS = 7;
  private static final int SECONDS = 8;

  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void printsTheTable() throws Exception {
    int barePort = FreePort.find();
    Process bare = bareJetty(barePort);
    try (Scene scene = Scene.start(data, vassals)) {
      AppJar.providing(Web.class).dropInto(vassals, "web");
      int port = scene.consul().passing("web").get("Service").get("Port").asInt();
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      for (int i = 0; i <= ROUNDS; i++) {
        double first = Wrk.load(port, SECONDS).perSecond();
        double second = Wrk.load(barePort, SECONDS).perSecond();
        if (i > 0) { // the first round warms up
          ours.add(first);
          theirs.add(second);
        }
      }
      System.out.println(
          """

          | %d rounds in turn, %d s each | requests a second, median |
          | --- | --- |
          | a vassal in the emperor's JVM | %.0f |
          | the same servlet on Jetty as it comes | %.0f |

          ratio of the medians: %.3f
          """
              .formatted(
                  ROUNDS, SECONDS, median(ours), median(theirs), median(ours) / median(theirs)));
    } finally {
      bare.destroy();
    }
  }

  /** On the distribution's own libraries, with the options that the emperor has. */
  private static Process bareJetty(int port) throws IOException {
    URI classes =
        URI.create(BareJetty.class.getProtectionDomain().getCodeSource().getLocation().toString());
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dfile.encoding=UTF-8",
                "-XX:-OmitStackTraceInFastThrow",
                "-cp",
                EmperorProcess.HOME.resolve("lib") + "/*:" + Path.of(classes),
                BareJetty.class.getName(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException("Jetty does not start");
      }
    }
    return process;
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
