package io.emperor.cli.await;

import io.emperor.await.Await;
import io.emperor.await.AwaitSettings;
import io.emperor.cli.option.ConsulAccess;
import io.emperor.cli.option.UsageException;
import io.emperor.config.DurationFormat;
import io.emperor.consul.settings.AgentOptions;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.logging.EmperorLog;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.logging.LogLevel;
import io.emperor.logging.LogSettings;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.InputsReader;
import io.emperor.provisioning.source.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One run of what waits, in whichever words it was told. */
public final class AwaitRun {

  /** Set by {@code bin/emperor} for this process alone: its directory. */
  private static final String LAUNCHER = "EMPEROR_AWAIT";

  /** What a watch in trouble has to say is said once by whoever waits. */
  private static final LogLevel WATCHES = new LogLevel("io.emperor.consul.watch", "error");

  private final Map<String, String> environment;
  private final List<String> problems;
  private LogLevel level = new LogLevel(LogLevel.ROOT, "info");

  /**
   * Runs nothing yet.
   *
   * @param problems what is wrong with the words, to be reported with others
   */
  public AwaitRun(Map<String, String> environment, List<String> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** How much is logged. */
  public void logs(LogLevel root) {
    level = root;
  }

  public void requireCommand(List<String> command) {
    if (command.isEmpty()) {
      problems.add("the command is missing: name it behind --");
    } else if (command.get(0).isEmpty()) {
      problems.add("the command is empty: name a program behind --");
    }
  }

  /** What the command needs; empty if that is wrong, which is a problem. */
  public Optional<Inputs> inputs(Supplier<Inputs> reader) {
    try {
      return Optional.of(reader.get());
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /** What {@code --input} names, whose handlers find the system's programs, too. */
  public Optional<Inputs> inputs(Path file) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    return inputs(() -> new InputsReader(DurationFormat::parse, path).read(file));
  }

  /** How Consul is reached; empty if that can't be understood, which is a problem. */
  public Optional<AgentSettings> consul(AgentOptions said) {
    return ConsulAccess.settings(said, environment, problems);
  }

  /** The same by the options of a command. */
  public Optional<AgentSettings> consul(ConsulAccess said) {
    return said.settings(environment, problems);
  }

  /**
   * Waits, and has the command run.
   *
   * @return the exit status
   * @throws UsageException with all problems, if there are any
   */
  public int over(AwaitSettings settings) throws UsageException, InterruptedException {
    String directory = environment.get(LAUNCHER);
    if (directory == null) {
      problems.add("this is run by bin/emperor alone, which becomes the command: run that");
    }
    if (!problems.isEmpty() || directory == null) {
      throw new UsageException(problems);
    }
    EmperorLog.speaksAs("await");
    LastLines unused =
        EmperorLog.begin(new LogSettings(null, LogFormat.TEXT, List.of(level, WATCHES)));
    Await await = new Await(settings, Path.of(directory), System.out);
    Runtime.getRuntime().addShutdownHook(new Thread(await::close, "await-end"));
    return await.run();
  }
}
