package io.emperor.bench.ondemand;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Directory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the first request to a resting vassal takes beside what its start takes anyway. */
final class FirstRequest {

  static final int ROUNDS = 30;

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String SOON = "on-demand: true\nidle-timeout: 200ms\n";
  private static final String APP = "an app in the emperor's JVM: first request at rest";
  private static final String APP_START = "its start where it is not on demand";
  private static final String APP_OVER = "an app: over its start";
  private static final String PROGRAM = "a program that starts in 0.1 s: first request at rest";
  private static final String PROGRAM_START = "its start by hand";
  private static final String SYSTEMD = "systemd's socket activation of it";
  private static final String PROGRAM_OVER = "a program: over its start";

  private final Samples samples = new Samples();
  private final BenchPaths paths;
  private final DemandScene scene;

  FirstRequest(BenchPaths paths, DemandScene scene) {
    this.paths = paths;
    this.scene = scene;
  }

  List<Row> measure() {
    scene.drop("app", scene.app(SOON));
    scene.drop("program", scene.program(SOON));
    for (int i = 0; i <= ROUNDS; i++) {
      round(i, i > 0 ? samples : new Samples()); // the first loads code
    }
    return List.of(
        Row.beside(APP, "ms", samples.of(APP), APP_START, samples.of(APP_START)),
        Row.alone(APP_OVER, "ms", samples.of(APP_OVER), Aim.atMost(Aim.Of.MEDIAN, 30)),
        Row.beside(PROGRAM, "ms", samples.of(PROGRAM), PROGRAM_START, samples.of(PROGRAM_START)),
        Row.beside(PROGRAM, "ms", samples.of(PROGRAM), SYSTEMD, samples.of(SYSTEMD)),
        Row.alone(PROGRAM_OVER, "ms", samples.of(PROGRAM_OVER), Aim.atMost(Aim.Of.MEDIAN, 50)));
  }

  private void round(int number, Samples into) {
    double app = request("app");
    double appStart = start(number);
    into.add(APP, app);
    into.add(APP_START, appStart);
    into.add(APP_OVER, app - appStart);
    double program = request("program");
    double programStart = SlowProgram.start(paths);
    into.add(PROGRAM, program);
    into.add(PROGRAM_START, programStart);
    into.add(PROGRAM_OVER, program - programStart);
    try (SocketActivation activation = SocketActivation.of(paths)) {
      into.add(SYSTEMD, millisToAnswer(activation.port()));
    }
  }

  private double request(String name) {
    scene.await(name, "resting");
    return millisToAnswer(scene.uri(name).getPort());
  }

  private static double millisToAnswer(int port) {
    long begun = System.nanoTime();
    String answer = Directory.io(() -> answerOf(port));
    double took = (System.nanoTime() - begun) / 1e6;
    if (!answer.contains("Hello")) {
      throw new IllegalStateException("port " + port + " answers " + answer);
    }
    return took;
  }

  /** Over a connection of its own: one that was kept would be answered by what goes to rest. */
  private static String answerOf(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(REQUEST);
      StringBuilder answer = new StringBuilder();
      int next = socket.getInputStream().read();
      while (next >= 0 && answer.indexOf("Hello") < 0) {
        answer.append((char) next);
        next = socket.getInputStream().read();
      }
      return answer.toString();
    }
  }

  /** What the emperor says that a start has taken. */
  private double start(int round) {
    String name = "plain-" + round;
    scene.drop(name, scene.app(""));
    scene.await(name, "running");
    return 1_000
        * scene.admin().value("emperor_vassal_start_duration_seconds_sum{vassal=\"" + name + "\"}");
  }
}
