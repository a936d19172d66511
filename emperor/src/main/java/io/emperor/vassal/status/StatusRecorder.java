package io.emperor.vassal.status;

import io.emperor.api.Health;
import io.emperor.consul.registration.Registration;
import io.emperor.monitor.VassalSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one vassal, and what happened to it last. Changed by its supervisor's queue
 * alone, seen by everybody.
 */
public final class StatusRecorder {

  /** So many happenings are remembered. */
  private static final int REMEMBERED = 32;

  private final Clock clock;
  private final Consumer<VassalStatus> told;
  private final Deque<HistoryEntry> past = new ArrayDeque<>(); // guarded by this
  private volatile VassalStatus now;
  private volatile Lifecycle life = Lifecycle.SEEN;

  private final String name;
  private Path app;
  private Instant since;
  private String reason = "";
  private int generation;
  private int attempt;
  private int restarts;
  private ServiceIdentity service = ServiceIdentity.NOTHING;
  private Health health = Health.critical("not started");
  private boolean maintenance;
  private volatile @Nullable Registration registration;
  private @Nullable Instant nextAttempt;

  /**
   * Of a vassal that was just seen.
   *
   * @param told of every change, on the supervisor's queue
   */
  public StatusRecorder(VassalSource source, Clock clock, Consumer<VassalStatus> told) {
    this.clock = clock;
    this.told = told;
    name = source.name();
    app = source.file();
    since = clock.instant();
    now = snapshot();
  }

  /** What is known now, with how it stands with the registration at this moment. */
  public VassalStatus now() {
    Registration registered = registration;
    return registered == null ? now : now.with(registered.view());
  }

  /** What the vassal is, as far as that decides what may come next. */
  public Lifecycle life() {
    return life;
  }

  /** Tells what is known if it is not what was told last. */
  public void refresh() {
    publish();
  }

  /** What happened, the latest last. */
  public synchronized List<HistoryEntry> past() {
    return List.copyOf(past);
  }

  /**
   * An attempt begins.
   *
   * @param file what the next generation is loaded from
   */
  public void tries(Path file) {
    app = file;
    go(VassalEvent.TRY, "");
    tellTrying();
  }

  /** What served is down, and an attempt that has begun before goes on. */
  public void carriesOn() {
    go(VassalEvent.CARRY_ON, "");
    tellTrying();
  }

  private void tellTrying() {
    attempt = life.attempt();
    if (!life.serves()) {
      generation = attempt;
    }
    tell("loading generation " + attempt);
  }

  /** A generation serves from now on. */
  public void serves(int number, ServiceIdentity as, Registration registered, Health measured) {
    inService(VassalEvent.READY, number, as, registered, measured);
  }

  /** A generation is registered that rests until somebody connects. */
  public void rests(int number, ServiceIdentity as, Registration registered, Health measured) {
    inService(VassalEvent.RESTS, number, as, registered, measured);
  }

  private void inService(
      VassalEvent event, int number, ServiceIdentity as, Registration registered, Health measured) {
    generation = number;
    registration = registered;
    service = as;
    health = measured;
    go(event, "");
    String port = as.port() == 0 ? "" : " on port " + as.port();
    tell(life.state().word() + " generation " + number + port);
  }

  /** What serves has said how it is. */
  public void is(Health measured) {
    boolean other = measured.status() != health.status();
    health = measured;
    if (other) {
      String word = measured.status().name().toLowerCase(Locale.ROOT);
      tell(measured.note().isEmpty() ? word : word + ": " + measured.note());
    } else {
      publish();
    }
  }

  /** What served is gone, or as good as that. */
  public void down(Health critical, String why) {
    health = critical;
    move(VassalEvent.DOWN, why);
  }

  public void move(VassalEvent event, String why) {
    VassalState before = life.state();
    go(event, why);
    if (before != life.state() || !why.isEmpty()) {
      tell(why.isEmpty() ? life.state().word() : why);
    } else {
      publish();
    }
  }

  /**
   * What is tried waits for something.
   *
   * @return whether that is new
   */
  public boolean waits(String why) {
    if (!life.trying() || reason.equals(why)) {
      return false;
    }
    reason = why;
    tell(why);
    return true;
  }

  /**
   * Something is to be known of what serves, or is not so any more: while nothing else is tried.
   */
  public void remark(String words) {
    if (life.serves() && !life.trying() && !reason.equals(words)) {
      reason = words;
      tell(words.isEmpty() ? life.state().word() : words);
    }
  }

  /** It is registered no more. */
  public void leaves() {
    registration = null;
    service = new ServiceIdentity(service.id(), service.name(), service.address(), 0, false, 0);
    health = Health.critical("does not run");
    publish();
  }

  /** It is put into maintenance mode, or taken out. */
  public void maintained(boolean enabled) {
    maintenance = enabled;
    tell(enabled ? "in maintenance" : "out of maintenance");
  }

  /** It is to be tried again by itself. */
  public void planned(Instant at) {
    nextAttempt = at;
    publish();
  }

  /** It is tried again by itself, after a crash or a failed start. */
  public void restarts() {
    restarts++;
  }

  /** Something happened that nobody is told of. */
  public void notes(VassalEvent event) {
    life = life.next(event);
  }

  private void go(VassalEvent event, String why) {
    Lifecycle next = life.next(event);
    since = next.state() == life.state() ? since : clock.instant();
    life = next;
    reason = why;
    nextAttempt = null;
  }

  private void tell(String words) {
    remember(new HistoryEntry(clock.instant(), life.state(), generation, health.status(), words));
    publish();
  }

  private synchronized void remember(HistoryEntry entry) {
    if (past.size() == REMEMBERED) {
      past.removeFirst();
    }
    past.addLast(entry);
  }

  private void publish() {
    VassalStatus next = snapshot();
    if (!next.equals(now)) {
      now = next;
      told.accept(next);
    }
  }

  private VassalStatus snapshot() {
    Registration registered = registration;
    return new VassalStatus(
        name,
        app,
        life.state(),
        reason,
        since,
        generation,
        attempt,
        life.trying(),
        restarts,
        service,
        health,
        maintenance,
        registered == null ? null : registered.view(),
        nextAttempt);
  }
}
