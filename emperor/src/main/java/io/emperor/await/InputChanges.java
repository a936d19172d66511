package io.emperor.await;

import io.emperor.inputs.CommandEnvironment;
import io.emperor.inputs.EventCommand;
import io.emperor.provisioning.Provisioned;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.program.Programs;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What later changes of the inputs do to a command that runs. Changes come on any thread; one
 * thread acts on them, on the newest alone, and does what any of them asked.
 */
final class InputChanges implements CommandParent.Meanwhile {

  private static final Logger log = LoggerFactory.getLogger(InputChanges.class);

  private final EventCommand command;
  private final Restart restart;
  private final CommandParent parent;
  private final Set<OnChange> due = new LinkedHashSet<>(); // guarded by this
  private @Nullable Provisioned newest; // guarded by this

  /** Has the command started anew: says so, and ends it. */
  interface Restart {
    void prepare() throws IOException;
  }

  InputChanges(Programs programs, CommandParent parent, Restart restart) {
    this.command = new EventCommand(programs, "on-change");
    this.parent = parent;
    this.restart = restart;
  }

  void add(Provisioned change) {
    synchronized (this) {
      newest = change;
      due.addAll(change.actions());
    }
    parent.wake();
  }

  @Override
  public void look() throws IOException, InterruptedException {
    Provisioned change;
    List<OnChange> actions;
    synchronized (this) {
      change = newest;
      actions = List.copyOf(due);
      newest = null;
      due.clear();
    }
    if (change == null) {
      return;
    }
    if (actions.contains(OnChange.RELOAD)) {
      log.info("the inputs have changed: the command is started anew");
      restart.prepare();
      parent.endThisOne();
      return;
    }
    for (OnChange action : actions) {
      act(action, change);
    }
  }

  private void act(OnChange action, Provisioned change) throws InterruptedException {
    switch (action.kind()) {
      case SIGNAL -> {
        log.info("the inputs have changed: SIG{} for the command", action.detail());
        parent.signal(action.detail());
      }
      case EXEC -> exec(action, change);
      case RELOAD, NONE -> log.info("the inputs have changed");
    }
  }

  private void exec(OnChange action, Provisioned change) throws InterruptedException {
    Map<String, String> environment = CommandEnvironment.inherited();
    environment.putAll(change.texts("env"));
    command.run(action.detail(), environment, "");
  }
}
