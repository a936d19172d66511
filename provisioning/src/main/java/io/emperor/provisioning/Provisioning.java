package io.emperor.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SerialTask;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.rule.HandlerFailedException;
import io.emperor.provisioning.rule.Handlers;
import io.emperor.provisioning.rule.Rules;
import io.emperor.provisioning.source.Snapshot;
import io.emperor.provisioning.source.Snapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings inputs to a program: watches the sources, holds their values against schemas, puts files
 * in place, waits for the database, has the rules' handlers run, and tells when all is there. What
 * is refused later changes nothing. One thread of its own does all of it but the watching, which no
 * handler holds up, and the database, which has a second; safe for use by many.
 */
public final class Provisioning implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Provisioning.class);

  /** The variable by which a program finds its credentials, as systemd calls it. */
  public static final String CREDENTIALS = DeliveredFiles.CREDENTIALS;

  /** A check that fails says so in the log each time; a full disk is full for a while. */
  private static final Duration COMMIT_PAUSE = Duration.ofSeconds(5);

  /** HAProxy takes some seconds to read its files anew. */
  private static final Duration SETTLE_PAUSE = Duration.ofSeconds(3);

  /** What is one change to people reaches sources, templates and credentials one by one. */
  private static final Duration TOGETHER = Duration.ofMillis(30);

  private final Inputs inputs;
  private final Surroundings surroundings;
  private final Later later;
  private final SnapshotCheck check;
  private final Snapshots snapshots;
  private final ConfigUpdates updates;
  private final DeliveredFiles files;
  private final DatabaseStep database;
  private final Rules rules;
  private final ScheduledThreadPoolExecutor thread;
  private final SerialTask turn;
  private final Listener listener;
  private volatile List<String> refused = List.of();
  private volatile List<String> leftOut = List.of();
  private volatile @Nullable Snapshot current;
  private volatile @Nullable Provisioned given;
  private volatile @Nullable Instant givenAt;
  private @Nullable ObjectNode delivered; // of the thread alone
  private @Nullable ScheduledFuture<?> next; // of the thread alone
  private @Nullable ScheduledFuture<?> gathers; // of the thread alone
  private boolean over; // of the thread alone

  /** Hears how it goes, on the thread that does it, one call at a time. */
  public interface Listener {

    /** All is there and valid: the first time, or again after a change. */
    void provisioned(Provisioned inputs);

    /** What is missing may be something else now: {@link Provisioning#missing}. */
    default void waits() {}

    /**
     * After the first time, where changes are only told: something else would be given now, and is
     * valid.
     *
     * @param revision the same for the same values and files, on whichever machine: twelve
     *     hexadecimal digits
     */
    default void changed(String revision) {}

    /**
     * A handler has failed as often as is borne, or the database is not what its migrations say;
     * this is the last call.
     *
     * @param failure says which, and what to do
     */
    void failed(RuntimeException failure);
  }

  /** What becomes of a change, after all was there for the first time, that is a reload. */
  public enum Later {
    /** It is given, as the others are. */
    GIVEN,
    /**
     * It is given, and what is to be done about it is said of the first time, too: for programs
     * that were started elsewhere, and may have read what there was before. Events are heard by
     * whoever gives it, too, and brought to {@link #updates}.
     */
    GIVEN_TO_OTHERS,
    /** It is told, and nothing else is done: whoever hears of it begins anew. */
    TOLD
  }

  /**
   * Looks at nothing yet.
   *
   * @param inputs what is needed
   * @param surroundings where this happens
   * @param later what becomes of changes
   * @param listener hears how it goes
   */
  public Provisioning(Inputs inputs, Surroundings surroundings, Later later, Listener listener) {
    this.inputs = inputs;
    this.surroundings = surroundings;
    this.later = later;
    this.listener = listener;
    check = new SnapshotCheck(inputs);
    thread = new ScheduledThreadPoolExecutor(1, surroundings.threads());
    thread.setRemoveOnCancelPolicy(true);
    turn = new SerialTask(thread, this::turn);
    updates = new ConfigUpdates(inputs.files());
    files = new DeliveredFiles(inputs, surroundings, thread, this::answered);
    snapshots =
        new Snapshots(
            inputs.sources().stream()
                .map(plan -> plan.in(surroundings.cluster(), this::updated))
                .toList(),
            inputs.delivery().quietPeriod(),
            surroundings.stores().map(Surroundings.Stores::sources),
            thread,
            System::nanoTime);
    database =
        new DatabaseStep(inputs, surroundings.databases(), turn::trigger, surroundings.threads());
    Inputs.Validity validity = inputs.validity();
    rules =
        new Rules(
            validity.rules(),
            validity.schemas(),
            new Handlers(surroundings.programs(), inputs.handlers()),
            inputs.retries().limit(),
            inputs.retries().interval(),
            System::nanoTime);
  }

  /** Begins. Does not wait. */
  public void open() {
    if (!inputs.hasSerf() && later != Later.GIVEN_TO_OTHERS) {
      updates.open(surroundings.cluster());
    }
    files.open();
    snapshots.open(
        new Snapshots.Listener() {
          @Override
          public void taken(Snapshot snapshot) {
            current = snapshot;
            soon(Duration.ZERO);
          }

          @Override
          public void troubled() {
            listener.waits();
          }
        });
  }

  /** What is waited for, and what was refused; a line each without any value. */
  public List<String> missing() {
    List<String> all = new ArrayList<>(snapshots.missing());
    if (all.isEmpty()) {
      all.addAll(snapshots.troubles());
      all.addAll(refused);
    }
    if (all.isEmpty()) {
      all.addAll(database.missing());
    }
    return all;
  }

  /** How it stands now, for people. */
  public InputsView view() {
    Provisioned last = given;
    return new InputsView(
        last == null ? 0 : last.number(),
        givenAt,
        database.view(),
        snapshots.states().stream()
            .map(state -> new InputsView.Source(state.name(), state.changed(), state.trouble()))
            .toList(),
        last == null ? List.of() : last.values(),
        files.credentials().states(),
        followed(),
        missing());
  }

  private InputsView.@Nullable Followed followed() {
    return files
        .services()
        .map(all -> new InputsView.Followed(all, leftOut, updates.view()))
        .orElse(null);
  }

  private Optional<String> updated(byte[] payload) {
    return later == Later.GIVEN_TO_OTHERS ? Optional.empty() : updates.take(payload).answer();
  }

  /** What keeps the configuration that events carry. */
  public ConfigUpdates updates() {
    return updates;
  }

  /** Where the program finds its credentials, once it is given them; empty if it needs none. */
  public Optional<Path> credentials() {
    return files.credentials().directory();
  }

  private void turn() {
    Snapshot snapshot = current;
    if (over || snapshot == null) {
      return;
    }
    Map<String, String> texts = texts(snapshot);
    List<String> wrong = check.lacks(snapshot);
    files.look(snapshot.values(), Provisioned.of("env", texts)).stream()
        .filter(line -> !wrong.contains(line))
        .forEach(wrong::add);
    try {
      if (isReload(snapshot)) {
        wrong.addAll(rules.unmet(snapshot));
        tell(snapshot, wrong);
      } else {
        give(snapshot, texts, wrong);
      }
    } catch (HandlerFailedException | DatabaseBrokenException e) {
      over = true;
      listener.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, String> texts(Snapshot snapshot) {
    Map<String, String> texts = new LinkedHashMap<>();
    inputs
        .delivery()
        .texts()
        .forEach((place, text) -> texts.put(place, text.filled(snapshot.values())));
    return texts;
  }

  /** Whether this would be a change that somebody else begins anew for. */
  private boolean isReload(Snapshot snapshot) {
    return delivered != null && later == Later.TOLD && actions(snapshot).contains(OnChange.RELOAD);
  }

  /** What is to be done, if it is given. */
  private Set<OnChange> actions(Snapshot snapshot) {
    Set<OnChange> actions = new LinkedHashSet<>(files.due());
    if (!snapshot.values().equals(delivered)) {
      actions.add(inputs.onChange());
    }
    return actions;
  }

  private void tell(Snapshot snapshot, List<String> wrong) {
    refuse(wrong);
    if (wrong.isEmpty()) {
      delivered = snapshot.values();
      files.leave();
      listener.changed(files.revision(snapshot.values()));
    }
  }

  /**
   * Nothing is done about a part before the parts that come first are as they should be; but rules
   * of a program with neither files nor a database do what they can in the meantime, as their
   * interfaces may be valid.
   */
  private void give(Snapshot snapshot, Map<String, String> texts, List<String> wrong)
      throws InterruptedException {
    Set<OnChange> actions = actions(snapshot);
    boolean refused = wrong.isEmpty() && !files.put(wrong);
    boolean complete = true;
    boolean rulesAlone = !files.areRendered() && database.isEmpty();
    boolean ready = wrong.isEmpty() ? database.isReady(texts, wrong) : rulesAlone;
    if (ready) {
      complete = rules.turn(snapshot);
      wrong.addAll(rules.pending());
    }
    refuse(wrong);
    if (ready && complete && wrong.isEmpty()) {
      actions.addAll(files.settle());
      deliver(snapshot, texts, actions);
      if (!files.isSettled()) {
        again(SETTLE_PAUSE, turn::trigger);
      }
    } else if (refused) {
      again(COMMIT_PAUSE, turn::trigger);
    } else if (!complete) {
      again(inputs.retries().interval(), turn::trigger);
    }
  }

  private void refuse(List<String> wrong) {
    leftOut = files.leftOut();
    List<String> lost =
        Stream.concat(wrong.stream(), files.credentials().troubles().stream()).toList();
    List<String> all = Stream.concat(lost.stream(), files.troubles().stream()).distinct().toList();
    boolean news = !all.equals(refused);
    refused = all;
    if (news) {
      listener.waits();
    }
    if (news && delivered != null && !lost.isEmpty()) {
      log.warn("a change is not taken, and what there was stays: {}", String.join("; ", lost));
    }
  }

  /** What has failed is tried again, however often the sources change. */
  private void again(Duration pause, Runnable task) {
    if (next != null) {
      next.cancel(false);
    }
    next = later(pause, task);
  }

  private @Nullable ScheduledFuture<?> later(Duration pause, Runnable task) {
    try {
      return thread.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed while something was to be done later", e);
      return null;
    }
  }

  private void deliver(Snapshot snapshot, Map<String, String> texts, Set<OnChange> actions) {
    if (actions.isEmpty()) {
      return;
    }
    boolean done = delivered != null || later == Later.GIVEN_TO_OTHERS;
    Provisioned now = new Provisioned(snapshot, texts, done ? actions : Set.of());
    delivered = snapshot.values();
    given = now;
    givenAt = Instant.now();
    snapshots.keep();
    files.keep();
    listener.provisioned(now);
  }

  /** What templates ask has another answer: as with sources, that counts once it is quiet. */
  private void answered() {
    try {
      thread.execute(() -> soon(inputs.delivery().quietPeriod()));
    } catch (RejectedExecutionException e) {
      log.debug("closed while an answer came", e);
    }
  }

  /** The first time at once; later once it is quiet, and with what comes with it. */
  private void soon(Duration quiet) {
    if (delivered == null) {
      turn.trigger();
    } else if (quiet.isZero()) {
      gather();
    } else {
      again(quiet, this::gather);
    }
  }

  private void gather() {
    if (gathers == null || gathers.isDone()) {
      gathers = later(TOGETHER, turn::trigger);
    }
  }

  @Override
  public void close() {
    snapshots.close();
    updates.close();
    files.close();
    database.close();
    thread.shutdownNow();
  }
}
