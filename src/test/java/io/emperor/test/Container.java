package io.emperor.test;

import io.emperor.consul.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A container on this machine's network, run by the Docker engine that answers, and removed at the
 * end.
 *
 * @param id the engine's own name for it
 */
record Container(String id) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Runs a command of Docker's that has to succeed. */
  static String docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    return Command.run(command.toArray(String[]::new)).orFail();
  }

  /** Makes one that does not run yet, by the options, image and words of {@code docker create}. */
  static Container create(String... words) {
    List<String> all = new ArrayList<>(List.of("create", "--network=host"));
    all.addAll(List.of(words));
    return new Container(docker(all.toArray(String[]::new)));
  }

  Container with(Path file, String place) {
    docker("cp", file.toString(), id + ":" + place);
    return this;
  }

  Container start() {
    docker("start", id);
    return this;
  }

  String logs() {
    return docker("logs", id);
  }

  /** Waits until it has printed the text. */
  void says(String text) {
    try {
      Await.within(PATIENCE, text, () -> logs().contains(text));
    } catch (AssertionError e) {
      throw new AssertionError("not said: " + text + "\n" + logs(), e);
    }
  }

  /** What a shell inside prints. */
  String shell(String script) {
    return docker("exec", id, "sh", "-c", script);
  }

  /** Sends its first process a signal. */
  void signal(String name) {
    docker("kill", "--signal=" + name, id);
  }

  /** The exit status of its first process, waited for. */
  int status() {
    Await.within(
        PATIENCE,
        "its end",
        () -> docker("inspect", "--format={{.State.Running}}", id).equals("false"));
    return Integer.parseInt(docker("inspect", "--format={{.State.ExitCode}}", id));
  }

  @Override
  public void close() {
    System.out.println(logs());
    docker("rm", "--force", "--volumes", id);
  }
}
