package io.emperor.cli.run;

import io.emperor.devagent.DevAgent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM that waits as {@code await} does, in vain and not, with an agent and files of its own that
 * go with it.
 */
public final class AwaitTrainingRun implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path scratch = Files.createTempDirectory("emperor-archive");
  private final DevAgent agent = DevAgent.start(0);
  private final Path output = scratch.resolve("output");
  private final Process process;

  /**
   * Starts it.
   *
   * @param main takes the agent's address and the directory, where there are {@code inputs.yaml}
   *     and what belongs to it
   * @param options for its JVM, beside those that this one was started with
   * @throws IOException if a file can't be made, or the JVM not be started
   */
  public AwaitTrainingRun(Class<?> main, List<String> options) throws IOException {
    write("inputs.yaml", "sources: [{file: values.yaml}, {consul: values/}]\nschemas: .\n");
    write("values.yaml", "it: {number: 1, text: text}\n");
    write("it.schema", "name: it\nproperties: {number: {type: integer}}\nrequired: [text]\n");
    List<String> words = TrainingRun.jvm(main, options);
    words.addAll(List.of(agent.address(), scratch.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(EMPEROR|CONSUL|NOTIFY)_.*"));
    builder.environment().put("EMPEROR_AWAIT", scratch.toString());
    process = builder.start();
  }

  private void write(String name, String text) throws IOException {
    Path unused = Files.writeString(scratch.resolve(name), text);
  }

  /**
   * Waits until it has ended.
   *
   * @return whether it went well
   */
  public boolean goesWell() throws InterruptedException {
    return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
  }

  /** What it printed. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    agent.close();
    try (Stream<Path> files = Files.walk(scratch)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      // It is among the temporary files, which somebody else deletes some time.
    }
  }
}
