package io.emperor.vassal.inputs;

import io.emperor.base.SafeText;
import io.emperor.inputs.CommandEnvironment;
import io.emperor.inputs.EventCommand;
import io.emperor.provisioning.DatabaseBrokenException;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.InputsView;
import io.emperor.provisioning.Provisioned;
import io.emperor.provisioning.Provisioning;
import io.emperor.provisioning.Provisioning.Later;
import io.emperor.provisioning.Surroundings;
import io.emperor.provisioning.program.OnChange;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.process.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one generation of a vassal needs: waited for at its start, and watched until its end. Safe
 * for use by many threads.
 */
public final class GenerationInputs implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GenerationInputs.class);

  private final EventCommand command;
  private final SettingsJson file;
  private final VassalFiles files;
  private final InputsChange change;
  private final int atOnce;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Provisioned> first = new CompletableFuture<>();
  private final Provisioning provisioning;

  GenerationInputs(
      Inputs inputs,
      Surroundings surroundings,
      SettingsJson file,
      VassalFiles files,
      InputsChange change,
      int atOnce) {
    this.command = new EventCommand(surroundings.programs(), "on-change");
    this.file = file;
    this.files = files;
    this.change = change;
    this.atOnce = atOnce;
    provisioning = new Provisioning(inputs, surroundings, Later.TOLD, new Hearer());
  }

  /**
   * Begins to look.
   *
   * @return completed with what the generation is given, once all is there, or with why it can't be
   */
  public CompletableFuture<Provisioned> begin() {
    provisioning.open();
    return first;
  }

  /** Where a program finds all values as JSON. */
  public Path file() {
    return file.path();
  }

  /** Where a program finds its credentials; empty if it needs none. */
  public Optional<Path> credentials() {
    return provisioning.credentials();
  }

  /** Whether the generation has been given what it needs. */
  public boolean isProvided() {
    return first.isDone();
  }

  /** What is waited for, or what a later change lacks; one line, empty for nothing. */
  public String missing() {
    return String.join("; ", view().missing());
  }

  /** How they stand now, for people. */
  public InputsView view() {
    InputsView view = provisioning.view();
    String waits = files.rollout().words();
    return waits.isEmpty() ? view : view.missing(waits);
  }

  private void act(Provisioned given) {
    try {
      file.write(given.json());
      long pid = change.process().get();
      for (OnChange action : given.actions()) {
        switch (action.kind()) {
          case SIGNAL -> signal(action.detail(), pid);
          case EXEC -> exec(action, given);
          case RELOAD, NONE -> log.info("its inputs have changed");
        }
      }
    } catch (IOException | ExecutionException e) {
      log.warn("its inputs have changed, and it can't be told: {}", SafeText.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void signal(String name, long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent() && Signals.send(name, List.of(process.get()))) {
      log.info("its inputs have changed: SIG{} for process {}", name, pid);
    }
  }

  private void exec(OnChange action, Provisioned given) throws InterruptedException {
    Map<String, String> environment = CommandEnvironment.inherited();
    environment.putAll(given.texts("env"));
    environment.put("EMPEROR_SETTINGS", file.path().toString());
    credentials().ifPresent(path -> environment.put(Provisioning.CREDENTIALS, path.toString()));
    command.run(action.detail(), environment, "");
  }

  /** Looks at nothing any more, and takes back what the generation was given; once is enough. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    provisioning.close();
    files.rollout().withdraw();
    files.release();
    try {
      file.delete();
    } catch (IOException e) {
      log.warn("{} stays: {}", file.path(), SafeText.of(e));
    }
  }

  /** A handler may succeed at the next start; what a database lacks, no start brings. */
  private static Exception reason(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof DatabaseBrokenException
        ? new UnusableAppException(message, failure)
        : new IOException(message, failure);
  }

  private final class Hearer implements Provisioning.Listener {

    @Override
    public void provisioned(Provisioned given) {
      if (first.isDone()) {
        act(given);
        return;
      }
      try {
        file.write(given.json());
        first.complete(given);
      } catch (IOException e) {
        first.completeExceptionally(e);
      }
    }

    @Override
    public void waits() {
      change.waits();
    }

    @Override
    public void changed(String revision) {
      log.info("its inputs have changed: it is reloaded{}", atOnce == 0 ? "" : " at its turn");
      // While it is on its way, the one before it, if there is one, sees to that.
      var unused =
          change.inService().thenRun(() -> files.rollout().wants(atOnce, revision, change));
    }

    @Override
    public void failed(RuntimeException failure) {
      if (!first.completeExceptionally(reason(failure))) {
        log.error("{}; what it has stays", failure.getMessage());
      }
    }
  }
}
