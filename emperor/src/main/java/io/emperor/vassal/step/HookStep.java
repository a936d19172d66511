package io.emperor.vassal.step;

import io.emperor.config.HookConfig;
import io.emperor.runtime.process.HookCommands;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.process.Processes;
import java.util.concurrent.CompletableFuture;

/** Puts the commands of the configuration around the app's start and stop, which run them. */
final class HookStep implements Step {

  private final Processes processes;

  HookStep(StepContext context) {
    processes = context.processes();
  }

  @Override
  public String name() {
    return "hook";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    ProcessEnvironment environment = generation.environment().orElse(null);
    if (environment != null && !generation.isResting()) {
      HookConfig hooks = generation.config().hooks();
      HookCommands commands =
          new HookCommands(
              hooks.beforeStart(), hooks.afterStart(), hooks.beforeStop(), hooks.afterStop());
      generation.loaded(processes.hooked(generation.app(), commands, environment), environment);
    }
    return DONE;
  }
}
