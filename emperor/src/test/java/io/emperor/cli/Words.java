package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.RunSettings;
import io.emperor.daemon.EmperorSettings;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.logging.LogSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command line and an environment in the making. */
public final class Words {

  private final List<String> commandLine = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /** Enough for an emperor to run. */
  public static Words enough() {
    return new Words().say("--vassals", "dir*", "--name", "test", "--data-dir", "/data");
  }

  public Words say(String... words) {
    commandLine.addAll(List.of(words));
    return this;
  }

  public Words set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public Words file(Path file) {
    return say("--config", file.toString());
  }

  public EmperorSettings parsed() throws UsageException {
    return run().parsed();
  }

  public LogSettings log() {
    return run().log();
  }

  /** Which Consul the emperor's own agent answers like. */
  public ConsulProfile devConsul() throws UsageException {
    RunSettings run = run();
    EmperorSettings unused = run.parsed();
    return run.devConsul();
  }

  private RunSettings run() {
    OptionValues values =
        OptionValues.of(
            EmperorCommand.commandLine().parseArgs(commandLine.toArray(String[]::new)),
            environment);
    return new RunSettings(values, environment);
  }

  /** What is said to be wrong with them. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    assertThatThrownBy(this::parsed)
        .isInstanceOfSatisfying(UsageException.class, wrong -> problems.addAll(wrong.problems()));
    return problems;
  }
}
