package io.emperor.vassal.step;

import io.emperor.api.Health;
import io.emperor.base.Cancellation;
import io.emperor.config.EffectiveConfig;
import io.emperor.config.VassalConfig;
import io.emperor.config.choice.Reload;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.monitor.VassalSource;
import io.emperor.port.ServicePort;
import io.emperor.provisioning.InputsView;
import io.emperor.runtime.App;
import io.emperor.runtime.EndedApp;
import io.emperor.runtime.ToldFailures;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.vassal.event.AnnouncedService;
import io.emperor.vassal.inputs.GenerationInputs;
import io.emperor.vassal.status.ServiceIdentity;
import io.emperor.vassal.watch.Watches;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One load of a vassal, with what the steps have made of it so far. Used by the vassal's queue
 * alone, but that {@link #load} runs elsewhere, before anything else does.
 */
public final class Generation {

  private final VassalSource source;
  private final int number;
  private final Leftovers left;
  private final boolean asked;
  private final Vassal vassal;
  private final ToldFailures told;
  private final Executor queue;
  private final Steps steps;
  private final Cancellation cancellation = new Cancellation();
  private final LoadedFiles files = new LoadedFiles();
  private final OpenPort port = new OpenPort();
  private final CompletableFuture<Void> inService = new CompletableFuture<>();

  private volatile @Nullable GenerationInputs inputs;
  private @Nullable EffectiveConfig effective;
  private boolean executable;
  private int toldPort;
  private @Nullable App app;
  private @Nullable ProcessEnvironment environment;
  private boolean program;
  private @Nullable Health health;
  private @Nullable ServiceDefinition definition;
  private @Nullable AnnouncedService announced;
  private CompletableFuture<Void> known = Step.DONE;
  private final Watches watches = new Watches();
  private volatile Runnable started = () -> {};
  private @Nullable Generation successor;
  private boolean deregistered = true;

  /**
   * One of which nothing is there yet.
   *
   * @param number which load it is, from 1
   * @param left what earlier ones have left behind
   * @param asked whether somebody wants its app to run now; else it rests if it is on demand
   * @param told what the log has told of the vassal's failures
   * @param queue the vassal's
   */
  public Generation(
      StepList list,
      VassalSource source,
      int number,
      Leftovers left,
      boolean asked,
      Vassal vassal,
      ToldFailures told,
      Executor queue) {
    this.source = source;
    this.number = number;
    this.left = left;
    this.asked = asked;
    this.vassal = vassal;
    this.told = told;
    this.queue = queue;
    this.steps = new Steps(list, this, queue);
  }

  /** Gets and reads its files, on threads that may wait for them; none of the app's code is run. */
  public CompletableFuture<Void> load(Executor loaders) {
    return steps.load(loaders);
  }

  /** Starts it and puts it in service; answers on the queue. */
  public CompletableFuture<Void> start() {
    return steps.start();
  }

  /** Gives up what it waits for, and interrupts a start. */
  public void interrupt() {
    cancellation.cancel();
  }

  /**
   * Takes back whatever has been done of it. Like the others below, completed normally in any case,
   * on the queue.
   */
  public CompletableFuture<Void> end() {
    return steps.undo(step -> true);
  }

  /** Asks it no more how it is. */
  public void endHealth() {
    var unused = steps.undo(HealthStep.class::isInstance);
  }

  /** Ends the app alone, while it is registered still. */
  public CompletableFuture<Void> endApp() {
    return steps.undo(
        step ->
            !(step instanceof PortStep
                || step instanceof ServeStep
                || step instanceof RegisterStep
                || step instanceof HealthStep));
  }

  /**
   * Ends it while it is registered still. Its port stays open, unless the next one needs to open it
   * elsewhere.
   */
  public CompletableFuture<Void> makeWay(Generation next) {
    boolean kept = !PortOpener.isLeftFor(this, next);
    port.keep(kept);
    if (kept && isOnDemand()) {
      holdPort();
    }
    CompletableFuture<Void> over =
        steps.undo(step -> !(step instanceof RegisterStep) && !(kept && step instanceof PortStep));
    return over.thenRun(
        () -> {
          if (kept && !isOnDemand()) {
            port.held().ifPresent(ServicePort::vacate);
          }
        });
  }

  /** Who comes waits for the next one, or has it started. */
  public void holdPort() {
    port.held().ifPresent(held -> held.hold(this::awaited));
  }

  /** Somebody waits at its port; told on any thread. */
  void awaited() {
    queue.execute(vassal::asked);
  }

  /** Who comes, or waits already, is told to try again later. */
  public void turnAway(Duration retryAfter) {
    port.held().ifPresent(held -> held.turnAway(retryAfter));
  }

  /**
   * Takes it out of service and ends it: deregisters, lets requests in flight finish, stops the
   * app, closes the port. What a successor has taken over is left to it.
   *
   * @return whether Consul holds no registration of it that nobody wants
   */
  public CompletableFuture<Boolean> leave(@Nullable Generation next) {
    successor = next;
    port.keep(next != null && port.isOf(next.port));
    return end().thenApply(over -> deregistered);
  }

  /** Whether nothing of its app runs while nobody asks for it. */
  public boolean isOnDemand() {
    return config().rest().onDemand();
  }

  /** Whether nothing of its app runs. */
  public boolean isResting() {
    return isOnDemand() && !asked;
  }

  /** Whether it has to have ended before the next one starts. */
  public boolean endsFirst() {
    return config().reload() == Reload.STOP_FIRST || files.user().isPresent();
  }

  /** Whether it was to run its app at once. */
  public boolean isAsked() {
    return asked;
  }

  /** Why its start has failed: what it lacks may be the reason, and then no other attempt helps. */
  public Throwable explained(Throwable failure) {
    return files
        .lack()
        .map(lack -> StartProblem.explained(failure, lack, app != null))
        .orElse(failure);
  }

  VassalSource source() {
    return source;
  }

  public int number() {
    return number;
  }

  Leftovers left() {
    return left;
  }

  Vassal vassal() {
    return vassal;
  }

  ToldFailures told() {
    return told;
  }

  Executor queue() {
    return queue;
  }

  LoadedFiles files() {
    return files;
  }

  /** Whether its files have been given to somebody else since another one was loaded from them. */
  public boolean isOfAnotherOwner(Generation before) {
    return files.isOfAnotherOwner(before.files);
  }

  void providedBy(GenerationInputs watched) {
    inputs = watched;
  }

  /** What it needs before it starts, and is watched for changes; empty if it needs nothing. */
  Optional<GenerationInputs> inputs() {
    return Optional.ofNullable(inputs);
  }

  /** How that stands now. Can be asked on any thread. */
  public Optional<InputsView> inputsView() {
    return inputs().map(GenerationInputs::view);
  }

  void configured(EffectiveConfig read) {
    effective = read;
  }

  public EffectiveConfig effective() {
    return Objects.requireNonNull(effective, "not configured");
  }

  public VassalConfig config() {
    return effective().config();
  }

  void isToldPort(boolean runsByItself, int port) {
    executable = runsByItself;
    toldPort = port;
  }

  boolean isExecutable() {
    return executable;
  }

  int toldPort() {
    return toldPort;
  }

  void loaded(App made, @Nullable ProcessEnvironment around) {
    app = made;
    environment = around;
    program = made.isProgram();
  }

  /** An app that has ended is held on to by nobody: what it had loaded can be loaded again. */
  void unloaded() {
    app = new EndedApp();
  }

  public App app() {
    return Objects.requireNonNull(app, "not loaded");
  }

  /** Whether its app is a program, or was. */
  public boolean isProgram() {
    return program;
  }

  Optional<ProcessEnvironment> environment() {
    return Optional.ofNullable(environment);
  }

  void waitsFor(Future<?> what) {
    cancellation.covers(what);
  }

  /** Has something done once its app has started, or has failed to, or will not. */
  void onceStarted(Runnable done) {
    started = done;
  }

  void hasStarted() {
    started.run();
  }

  void measured(Health first) {
    health = first;
  }

  /** How it was when it had started. */
  public Health health() {
    return Objects.requireNonNull(health, "not started");
  }

  OpenPort port() {
    return port;
  }

  /** The port that it is registered with, 0 for none. */
  public int portNumber() {
    if (port.number() != 0) {
      return port.number();
    }
    int own = app().port();
    return own == 0 ? config().servicePort() : own;
  }

  void registered(ServiceDefinition as, AnnouncedService by, CompletableFuture<Void> confirmed) {
    definition = as;
    announced = by;
    known = confirmed;
  }

  /** It has all that it needs, and the one before may go. */
  public void entersService() {
    inService.complete(null);
  }

  /** Whether the one before goes on, if there is one. */
  boolean isOnTrial() {
    return !inService.isDone() || inService.isCompletedExceptionally();
  }

  /** Completed when it enters service; whoever gives it up completes it with why. */
  public CompletableFuture<Void> inService() {
    return inService;
  }

  public Registration registration() {
    return announced().registration();
  }

  AnnouncedService announced() {
    return Objects.requireNonNull(announced, "not registered");
  }

  /** Completed when Consul knows of it. */
  CompletableFuture<Void> known() {
    return known;
  }

  void staysRegistered() {
    deregistered = false;
  }

  /** What it is registered as. */
  public ServiceIdentity identity() {
    ServiceDefinition as = Objects.requireNonNull(definition, "not registered");
    boolean secure = config().inputs().inputs().serverCredential().isPresent();
    return new ServiceIdentity(as.id(), as.name(), as.address(), as.port(), secure, app().pid());
  }

  Optional<Generation> successor() {
    return Optional.ofNullable(successor);
  }

  Watches watches() {
    return watches;
  }

  /** Time stops for its app, which is asked nothing any more. */
  public void freeze() {
    watches.pause();
    app().freeze();
  }

  /** Its app goes on where it was. */
  public void thaw() {
    app().thaw();
    watches.goOn();
  }
}
