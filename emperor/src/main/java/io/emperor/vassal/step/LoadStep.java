package io.emperor.vassal.step;

import io.emperor.config.EffectiveValue;
import io.emperor.config.PlacementConfig;
import io.emperor.config.ProcessConfig;
import io.emperor.config.ReinforceConfig;
import io.emperor.config.VassalConfig;
import io.emperor.config.choice.ForwardedHeaders;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.choice.StopSignalTo;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.name.HeldSlot;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.App;
import io.emperor.runtime.Failure;
import io.emperor.runtime.Instance;
import io.emperor.runtime.Launch;
import io.emperor.runtime.Pressure;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.RestingApp;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.archive.ArchivedStart;
import io.emperor.runtime.archive.ClassArchives;
import io.emperor.runtime.archive.ExecutableJar;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.owner.VassalUser;
import io.emperor.runtime.ownjvm.OwnJvm;
import io.emperor.runtime.process.Fencing;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.process.ProcessLaunch;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.process.RunWatch;
import io.emperor.runtime.process.StopSignal;
import io.emperor.runtime.shared.PrivateCopies;
import io.emperor.runtime.shared.SharedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an app of the files; none of its code is run. Taken back, an app is stopped first, whatever
 * state it is in: also one that was never started has things to give back.
 */
final class LoadStep implements Step {

  private static final Logger log = LoggerFactory.getLogger(LoadStep.class);

  private final SharedJvm sharedJvm;
  private final OwnJvm ownJvm;
  private final Processes processes;
  private final Checks checks;
  private final ConsulBridge consul;
  private final PrivateCopies copies;
  private final ClassArchives archives;
  private final Path data;
  private final Slots slots;
  private final Fencing fencing;

  LoadStep(StepContext context) {
    sharedJvm = context.sharedJvm();
    ownJvm = context.ownJvm();
    processes = context.processes();
    checks = context.checks();
    consul = context.consul();
    copies = context.copies();
    archives = context.archives();
    data = context.data();
    slots = context.slots();
    fencing = context.fencing();
  }

  @Override
  public String name() {
    return "load";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation)
      throws UnusableAppException, MissingAppException, IOException {
    Path file = generation.files().file().orElse(null);
    Path copy = generation.files().copy().orElse(null);
    boolean isThere = file != null || !generation.config().process().command().isEmpty();
    if (generation.isResting() && isThere) {
      generation.loaded(new RestingApp(), null);
    } else if (file != null && copy != null) {
      return loadFile(generation, file, copy);
    } else {
      loadWithoutFile(generation);
    }
    return DONE;
  }

  private void loadWithoutFile(Generation generation)
      throws UnusableAppException, MissingAppException, IOException {
    VassalConfig config = generation.config();
    VassalSource source = generation.source();
    if (!config.process().command().isEmpty()) {
      ProcessEnvironment environment = environment(generation);
      generation.loaded(
          program(config.process().command(), config, environment, RunWatch.NONE), environment);
    } else if (config.servicePort() != 0 && config.process().isChecked()) {
      generation.loaded(processes.external(checks.ofExternal(config)), null);
    } else {
      throw new MissingAppException(
          ("%s has no app: %sname one with app:, a program with command:,"
                  + " or the consul-service-port and a check of an app that runs elsewhere")
              .formatted(source.file(), beside(source)));
    }
  }

  private static String beside(VassalSource source) {
    return source.place() == null
        ? "put %s.jar or .war beside it, or ".formatted(source.name())
        : "";
  }

  private CompletableFuture<Void> loadFile(Generation generation, Path file, Path copy)
      throws UnusableAppException, IOException {
    VassalConfig config = generation.config();
    if (generation.isExecutable() && config.process().classArchive()) {
      return loadArchived(generation, copy);
    }
    ProcessEnvironment environment = environment(generation);
    if (generation.isExecutable()) {
      runsJar(generation, copy, environment);
      return DONE;
    }
    String vassal = generation.source().name();
    Launch launch =
        new Launch(
            vassal,
            instance(generation.source()),
            config.serviceId(),
            generation.number(),
            file,
            copy,
            data.resolve(vassal),
            config.settings(),
            config.ownLogging(),
            config.forwardedHeaders() == ForwardedHeaders.TRUST,
            pressure(config));
    generation.loaded(providing(launch, generation, environment), environment);
    return DONE;
  }

  private void runsJar(Generation generation, Path copy, ProcessEnvironment environment) {
    VassalConfig config = generation.config();
    List<String> words = Processes.java(copy, config.process().jvmOptions());
    generation.loaded(program(words, config, environment, RunWatch.NONE), environment);
  }

  /** The copy is read before its user may exchange what is in it. */
  private CompletableFuture<Void> loadArchived(Generation generation, Path copy)
      throws UnusableAppException, IOException {
    VassalConfig config = generation.config();
    ExecutableJar jar = ExecutableJar.of(copy, copies.whole(copy));
    ProcessEnvironment environment = environment(generation);
    Ownership owned = generation.files().owned().orElse(null);
    if (owned != null) {
      owned.requireUnchanged();
    }
    CompletableFuture<Optional<ArchivedStart>> prepared =
        archives.prepare(jar, config.process().jvmOptions(), environment, owned);
    generation.waitsFor(prepared);
    return prepared.thenAccept(
        start ->
            start.ifPresentOrElse(
                archived -> {
                  generation.configured(generation.effective().and(shown(archived)));
                  generation.loaded(
                      program(archived.words(), config, environment, archived), environment);
                },
                () -> runsJar(generation, copy, environment)));
  }

  private static EffectiveValue shown(ArchivedStart start) {
    return new EffectiveValue(
        "archive of classes", start.isUsed() ? "in use" : "made when it ends", "class-archive");
  }

  private static @Nullable Pressure pressure(VassalConfig config) {
    ReinforceConfig when = config.placement().reinforceWhen();
    return when == null ? null : new Pressure(when.queue(), when.lasting());
  }

  private static @Nullable Instance instance(VassalSource source) {
    return source.slot().isPresent()
        ? new Instance(source.vassal(), source.slot().getAsInt())
        : null;
  }

  private Map<String, String> instanceWords(VassalSource source) {
    HeldSlot slot = slots.apply(source);
    return slot == null
        ? Map.of()
        : ProcessEnvironment.ofInstance(
            source.vassal(), slot.id().number(), slot.fence(), slots.control(source).orElse(null));
  }

  private ProcessEnvironment environment(Generation generation)
      throws UnusableAppException, IOException {
    VassalSource source = generation.source();
    VassalConfig config = generation.config();
    VassalUser user = handedOver(generation);
    Path directory = config.process().directory();
    ProcessEnvironment environment =
        new ProcessEnvironment(
            source.name(),
            instanceWords(source),
            config.serviceId(),
            generation.number(),
            config.process().environment(),
            directory == null ? directory(source) : directory,
            generation.toldPort(),
            user);
    Optional<String> unknown = environment.unknown();
    if (unknown.isPresent()) {
      throw new UnusableAppException(
          "env: ${%s} is not known before %s has started: set consul-service-port"
              .formatted(unknown.get(), source.name()));
    }
    return environment;
  }

  /** Gives the user that it runs as what is to be its alone. */
  private @Nullable VassalUser handedOver(Generation generation)
      throws UnusableAppException, IOException {
    Ownership owned = generation.files().owned().orElse(null);
    if (owned == null) {
      return null;
    }
    Path directory = data.resolve(generation.source().name());
    owned.makeOwn(directory);
    Path control = slots.control(generation.source()).orElse(null);
    if (control != null) {
      owned.give(control);
    }
    Path copy = generation.files().copy().orElse(null);
    if (copy != null) {
      copies.give(copy, owned);
    }
    Ownership.requireReadable(
        owned.user(), copy == null ? List.of(directory) : List.of(directory, copy));
    Path token = generation.config().process().user().consulTokenFile();
    generation.configured(
        generation
            .effective()
            .and(new EffectiveValue("user", owned.user().toString(), "--tyrant")));
    return new VassalUser(owned.user(), token == null ? null : owned.token(token));
  }

  /** Where a program runs that is told nothing else: beside its file, if it has one of its own. */
  private Path directory(VassalSource source) throws IOException {
    return source.place() == null
        ? source.directory()
        : PrivateDirectory.made(data.resolve(source.name()));
  }

  private App program(
      List<String> words, VassalConfig config, ProcessEnvironment environment, RunWatch watch) {
    ProcessConfig process = config.process();
    StopSignal stop =
        new StopSignal(process.stopSignal(), process.stopSignalTo() == StopSignalTo.ALL);
    return processes.load(
        new ProcessLaunch(
            words,
            environment,
            checks.ofOwn(config, environment.port()),
            stop,
            fencing(config),
            watch));
  }

  private @Nullable Fencing fencing(VassalConfig config) {
    PlacementConfig placement = config.placement();
    return placement.isPlaced() && placement.onDisconnect() == OnDisconnect.FREEZE ? fencing : null;
  }

  private App providing(Launch launch, Generation generation, ProcessEnvironment environment)
      throws UnusableAppException, IOException {
    VassalConfig config = generation.config();
    return switch (config.isolation()) {
      case SHARED -> shared(launch, generation);
      case PROCESS ->
          ownJvm.load(
              launch,
              config.serviceName(),
              slots.apply(generation.source()),
              fencing(config),
              generation.isOnDemand(),
              environment,
              generation.left().port(),
              config.process().jvmOptions(),
              port -> checks.ofOwnJvm(config, port));
    };
  }

  private App shared(Launch launch, Generation generation)
      throws UnusableAppException, IOException {
    if (generation.left().library()) {
      sharedJvm.collect(launch.vassal());
    }
    String service = generation.config().serviceName();
    HeldSlot slot = slots.apply(generation.source());
    AppConsul view =
        slot == null
            ? consul.appConsul(launch.vassal(), launch.serviceId(), service)
            : consul.instanceConsul(launch.vassal(), launch.serviceId(), service, slot);
    try {
      return sharedJvm.load(launch, view);
    } catch (UnusableAppException | IOException | RuntimeException | LinkageError e) {
      view.close();
      throw e;
    }
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    App app = generation.app();
    return app.stop(generation.config().stopTimeout())
        .handleAsync(
            (done, failure) -> {
              if (failure != null) {
                log.warn(
                    "generation {} did not stop cleanly: {}",
                    generation.number(),
                    Failure.message(failure),
                    generation.told().news(failure));
              }
              app.close();
              generation.unloaded();
              return null;
            },
            generation.queue());
  }
}
