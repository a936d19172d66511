package io.emperor.cli.run;

import io.emperor.cli.option.UsageException;
import io.emperor.config.DurationFormat;
import io.emperor.inputs.ChildPrograms;
import io.emperor.inputs.CommandEnvironment;
import io.emperor.provisioning.handler.ConfigEvents;
import io.emperor.provisioning.handler.ConfigUpdated;
import io.emperor.provisioning.handler.HandlersPlan;
import io.emperor.provisioning.handler.HandlersReader;
import io.emperor.provisioning.handler.RoleHandlers;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfEvents;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import io.emperor.runtime.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Handles one event of a serf agent where no emperor does. For one thread. */
public final class LoneSerfHandler {

  private final Path membership;
  private final Function<YamlTree, Optional<ConfigUpdated>> updates;

  /**
   * Reads nothing yet.
   *
   * @param membership the file that says what is to be done
   * @param updates keeps configuration as that says; empty for nobody
   */
  public LoneSerfHandler(Path membership, Function<YamlTree, Optional<ConfigUpdated>> updates) {
    this.membership = membership.toAbsolutePath().normalize();
    this.updates = updates;
  }

  /**
   * Handles it, and returns when that is done.
   *
   * @return the answer to a query, empty for none and for all else
   * @throws UsageException if the file can't be used
   * @throws IOException if there is no place for what is run
   */
  public byte[] take(SerfEvent event) throws UsageException, IOException {
    YamlTree tree = tree();
    Optional<HandlersPlan> plan = plan(tree);
    Path home = Files.createTempDirectory("emperor-serf");
    try (ChildProcesses children = new ChildProcesses(home)) {
      ChildPrograms programs = new ChildPrograms(children, "serf-handler");
      SerfEvents handlers =
          plan.<SerfEvents>map(
                  each -> new RoleHandlers(programs, each, CommandEnvironment.inherited()))
              .orElse(unhandled -> new byte[0]);
      return updates
          .apply(tree)
          .<SerfEvents>map(each -> new ConfigEvents(each, handlers))
          .orElse(handlers)
          .take(event);
    } finally {
      Files.deleteIfExists(home.resolve("running"));
      Files.deleteIfExists(home);
    }
  }

  private YamlTree tree() throws UsageException {
    try {
      return YamlTree.read(membership);
    } catch (InvalidInputException e) {
      throw new UsageException(e.problems());
    }
  }

  private Optional<HandlersPlan> plan(YamlTree tree) throws UsageException {
    Path directory = Objects.requireNonNull(membership.getParent(), "a file has a parent");
    List<String> problems = new ArrayList<>();
    Optional<HandlersPlan> plan =
        new HandlersReader(
                tree, path -> directory.resolve(path).normalize(), DurationFormat::parse, problems)
            .read();
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return plan;
  }
}
