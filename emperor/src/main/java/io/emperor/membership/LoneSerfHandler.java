package io.emperor.membership;

import io.emperor.config.DurationFormat;
import io.emperor.inputs.ChildPrograms;
import io.emperor.inputs.CommandEnvironment;
import io.emperor.provisioning.ConfigUpdates;
import io.emperor.provisioning.InputsReader;
import io.emperor.provisioning.MembershipPlan;
import io.emperor.provisioning.handler.ConfigEvents;
import io.emperor.provisioning.handler.RoleHandlers;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfEvents;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.runtime.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Handles one event of a serf agent where no emperor does. For one thread. */
public final class LoneSerfHandler {

  private final Path membership;
  private final Map<String, String> environment;

  /**
   * Reads nothing yet.
   *
   * @param membership the file that says what is to be done
   * @param environment of this process
   */
  public LoneSerfHandler(Path membership, Map<String, String> environment) {
    this.membership = membership.toAbsolutePath().normalize();
    this.environment = Map.copyOf(environment);
  }

  /**
   * Handles it, and returns when that is done.
   *
   * @return the answer to a query, empty for none and for all else
   * @throws InvalidInputException if the file can't be used
   * @throws IOException if there is no place for what is run
   */
  public byte[] take(SerfEvent event) throws IOException {
    MembershipPlan plan = plan();
    Path home = Files.createTempDirectory("emperor-serf");
    try (ChildProcesses children = new ChildProcesses(home);
        ConfigUpdates updates = new ConfigUpdates(plan.inputs().files())) {
      ChildPrograms programs = new ChildPrograms(children, "serf-handler");
      SerfEvents handlers =
          plan.handlers()
              .<SerfEvents>map(
                  each -> new RoleHandlers(programs, each, CommandEnvironment.inherited()))
              .orElse(unhandled -> new byte[0]);
      SerfEvents all =
          plan.inputs().files().isPresent() ? new ConfigEvents(updates, handlers) : handlers;
      return all.take(event);
    } finally {
      Files.deleteIfExists(home.resolve("running"));
      Files.deleteIfExists(home);
    }
  }

  private MembershipPlan plan() {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    return new InputsReader(DurationFormat::parse, path).readMembership(membership);
  }
}
