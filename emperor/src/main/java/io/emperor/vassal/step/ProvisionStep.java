package io.emperor.vassal.step;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.InputsConfig;
import io.emperor.config.VassalConfig;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.Placeholders;
import io.emperor.provisioning.Provisioned;
import io.emperor.provisioning.Provisioning;
import io.emperor.vassal.inputs.GenerationInputs;
import io.emperor.vassal.inputs.InputsChange;
import io.emperor.vassal.inputs.InputsHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until what the vassal needs is there and valid, and puts it into its configuration; no
 * thread waits meanwhile. A change is told from then on.
 */
final class ProvisionStep implements Step {

  private static final Logger log = LoggerFactory.getLogger(ProvisionStep.class);

  private static final String SETTINGS_FILE = "EMPEROR_SETTINGS";

  /** For an app that has no environment of its own. */
  private static final String CREDENTIALS_SETTING = "credentials.directory";

  /** Sources that answer within it are not waited for, as far as people care. */
  private static final long MOMENT_MILLIS = 500;

  private final InputsHost host;
  private final ScheduledExecutorService timer;

  ProvisionStep(StepContext context) {
    host = context.inputs();
    timer = context.timer();
  }

  @Override
  public String name() {
    return "provision";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) throws IOException {
    VassalConfig config = generation.config();
    if (config.inputs().inputs().isEmpty()) {
      return DONE;
    }
    Change change = new Change(generation);
    GenerationInputs inputs =
        host.open(
            generation.source().name(),
            generation.number(),
            filling(config.inputs().inputs(), config),
            generation.files().copy().filter(copy -> !AppFile.isWar(copy)),
            change,
            config.inputs().rollout());
    generation.providedBy(inputs);
    CompletableFuture<Provisioned> given = inputs.begin();
    generation.waitsFor(given);
    var unused = generation.inService().thenRun(change::waits);
    Future<?> look = timer.schedule(change::waits, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    return given
        .thenAccept(all -> provided(generation, inputs, all))
        .whenComplete(
            (done, failure) -> {
              look.cancel(false);
              if (failure != null) {
                inputs.close();
              }
            });
  }

  /** In an environment, what the emperor gives is filled in when the program is started. */
  private static Inputs filling(Inputs inputs, VassalConfig config) {
    Map<String, Placeholders> texts = new HashMap<>();
    config
        .process()
        .environment()
        .forEach(
            (name, text) ->
                texts.put("env." + name, Placeholders.beside(text, VassalConfig::gives)));
    config.settings().forEach((name, text) -> texts.put("settings." + name, Placeholders.in(text)));
    return inputs.in(texts);
  }

  private static void provided(
      Generation generation, GenerationInputs inputs, Provisioned provisioned) {
    EffectiveConfig effective = generation.effective();
    InputsConfig config = effective.config().inputs();
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> own = provisioned.texts("settings");
    settings.putAll(config.ownSettings() ? provisioned.settings() : own);
    settings.putAll(config.ownSettings() ? own : provisioned.settings());
    Map<String, String> environment = provisioned.texts("env");
    environment.put(SETTINGS_FILE, inputs.file().toString());
    inputs
        .credentials()
        .map(Path::toString)
        .ifPresent(
            directory -> {
              environment.put(Provisioning.CREDENTIALS, directory);
              settings.put(CREDENTIALS_SETTING, directory);
            });
    generation.configured(effective.providedWith(environment, settings));
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    generation.inputs().ifPresent(GenerationInputs::close);
    return DONE;
  }

  /** Whatever is told on another thread, the vassal hears on its queue. */
  private record Change(Generation generation) implements InputsChange {

    @Override
    public CompletableFuture<Void> inService() {
      return generation.inService();
    }

    @Override
    public void waits() {
      onQueue(() -> generation.inputs().ifPresent(this::tell));
    }

    private void tell(GenerationInputs inputs) {
      Vassal vassal = generation.vassal();
      String missing = inputs.missing();
      if (inputs.isProvided()) {
        vassal.remark(missing.isEmpty() ? "" : "a change of its inputs is not taken: " + missing);
      } else if (vassal.isWanted() && !missing.isEmpty()) {
        heldUp(vassal, "waits for its inputs: " + missing);
      }
    }

    private static void heldUp(Vassal vassal, String reason) {
      log.info("{}", reason);
      vassal.heldUp(reason);
    }

    @Override
    public CompletableFuture<Void> reload() {
      return DONE.thenComposeAsync(now -> generation.vassal().inputsChanged(), generation.queue());
    }

    @Override
    public CompletableFuture<Long> process() {
      return generation
          .inService()
          .thenApplyAsync(unused -> generation.app().pid(), generation.queue());
    }

    private void onQueue(Runnable task) {
      generation.queue().execute(task);
    }
  }
}
