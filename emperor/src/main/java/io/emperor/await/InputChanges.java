package io.emperor.await;

import io.emperor.base.SafeText;
import io.emperor.provisioning.OnChange;
import io.emperor.provisioning.Provisioned;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What later changes of the inputs do to a command that runs. Changes come on any thread; one
 * thread acts on them, on the newest alone.
 */
final class InputChanges implements CommandParent.Meanwhile {

  private static final Logger log = LoggerFactory.getLogger(InputChanges.class);

  private static final Duration LONGEST_COMMAND = Duration.ofSeconds(30);

  private final OnChange onChange;
  private final Programs programs;
  private final Restart restart;
  private final AtomicReference<@Nullable Provisioned> newest =
      new AtomicReference<@Nullable Provisioned>();
  private final CommandParent parent;

  /** Has the command started anew: says so, and ends it. */
  interface Restart {
    void prepare() throws IOException;
  }

  InputChanges(OnChange onChange, Programs programs, CommandParent parent, Restart restart) {
    this.onChange = onChange;
    this.programs = programs;
    this.parent = parent;
    this.restart = restart;
  }

  void add(Provisioned change) {
    newest.set(change);
    parent.wake();
  }

  @Override
  public void look() throws IOException, InterruptedException {
    Provisioned change = newest.getAndSet(null);
    if (change == null) {
      return;
    }
    switch (onChange.kind()) {
      case RELOAD -> {
        log.info("the inputs have changed: the command is started anew");
        restart.prepare();
        parent.endThisOne();
      }
      case SIGNAL -> {
        log.info("the inputs have changed: SIG{} for the command", onChange.detail());
        parent.signal(onChange.detail());
      }
      case EXEC -> exec(change);
      case NONE -> log.info("the inputs have changed");
    }
  }

  private void exec(Provisioned change) throws InterruptedException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    environment.putAll(change.environment());
    try {
      Ended ended =
          programs.run(
              new Command(
                  onChange.shellWords(),
                  environment,
                  Path.of("").toAbsolutePath(),
                  "",
                  LONGEST_COMMAND,
                  line -> log.info("on-change: {}", SafeText.line(line))));
      if (ended.isSuccess()) {
        log.info("the inputs have changed: the command of on-change has succeeded");
      } else {
        log.warn(
            "the inputs have changed: the command of on-change {}",
            ended.late()
                ? "had not ended after " + LONGEST_COMMAND.toSeconds() + " s and was killed"
                : "ended with status " + ended.status());
      }
    } catch (IOException e) {
      log.warn(
          "the inputs have changed: the command of on-change can't be run: {}", e.getMessage());
    }
  }
}
