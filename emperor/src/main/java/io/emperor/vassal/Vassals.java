package io.emperor.vassal;

import io.emperor.logging.LastLines;
import io.emperor.monitor.VassalListener;
import io.emperor.monitor.VassalSource;
import io.emperor.provisioning.InputsView;
import io.emperor.vassal.status.StatusWatchers;
import io.emperor.vassal.status.VassalDetail;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vassals of an emperor: what the monitor finds gets a supervisor, and an operator can ask and
 * command by name. Thread safe; no method but {@link #endAll} blocks.
 */
public final class Vassals {

  private static final Logger log = LoggerFactory.getLogger(Vassals.class);

  private final Function<VassalSource, Supervisor> supervision;
  private final Function<String, List<Path>> directories;
  private final Map<String, Supervisor> present = new ConcurrentHashMap<>();
  private final Map<String, Supervisor> leaving = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Boolean>> endings =
      new ConcurrentHashMap<>(); // by key
  private final StoppedVassals stopped;
  private final LastLines lines;
  private final StatusWatchers watchers = new StatusWatchers();

  /**
   * None yet.
   *
   * @param supervision makes the supervisor of what was found
   * @param directories answers where a file of this name would be found
   * @param stopped remembers what an operator has stopped
   * @param lines told which vassals there are
   */
  public Vassals(
      Function<VassalSource, Supervisor> supervision,
      Function<String, List<Path>> directories,
      StoppedVassals stopped,
      LastLines lines) {
    this.supervision = supervision;
    this.directories = directories;
    this.stopped = stopped;
    this.lines = lines;
  }

  public StatusWatchers watchers() {
    return watchers;
  }

  /**
   * Every vassal, those too whose files are gone and which are being ended still.
   *
   * @return in the order of their names
   */
  public List<VassalStatus> all() {
    Map<String, Supervisor> all = new TreeMap<>(leaving);
    all.putAll(present);
    return all.values().stream().map(Supervisor::status).toList();
  }

  /**
   * Where a file has to be put to be a vassal's.
   *
   * @param file its name
   * @return the directories that are watched for it
   */
  public List<Path> directories(String file) {
    return directories.apply(file);
  }

  /**
   * One vassal.
   *
   * @param name its name
   * @return empty if there is none
   */
  public Optional<VassalDetail> find(String name) {
    return known(name).map(Supervisor::detail);
  }

  /**
   * What a vassal needs before it starts, as that stands now.
   *
   * @param name its name
   * @return empty if there is none, it needs nothing, or it is stopped
   */
  public Optional<InputsView> inputs(String name) {
    return known(name).flatMap(Supervisor::inputs);
  }

  private Optional<Supervisor> known(String name) {
    return Optional.ofNullable(present.getOrDefault(name, leaving.get(name)));
  }

  /**
   * Begins to load a vassal anew, whether its files have changed or not, and whether it waits for
   * its next attempt or not.
   *
   * @param name its name
   * @return completes with the status after that, of which {@link VassalStatus#attempt} is the
   *     generation that is tried; or with a {@link VassalRefusedException} or {@link
   *     UnknownVassalException}
   */
  public CompletionStage<VassalStatus> reload(String name) {
    return of(name, Supervisor::reload);
  }

  /**
   * Begins to stop a vassal: deregisters it, lets requests in flight finish, stops the app. Its
   * files stay, and it stays stopped whatever changes in them, also when the emperor is started
   * anew, until {@link #start}; when they go, so does it.
   *
   * @param name its name
   * @return as {@link #reload}
   */
  public CompletionStage<VassalStatus> stop(String name) {
    return of(name, Supervisor::halt).thenApply(status -> told(status, stopped::add));
  }

  /**
   * Begins to load a vassal that does not run.
   *
   * @param name its name
   * @return as {@link #reload}
   */
  public CompletionStage<VassalStatus> start(String name) {
    return of(name, Supervisor::resume).thenApply(status -> told(status, stopped::remove));
  }

  private static VassalStatus told(VassalStatus status, Consumer<String> next) {
    next.accept(status.name());
    return status;
  }

  /**
   * Puts a vassal into Consul's maintenance mode, or takes it out, whoever has put it there. It
   * stays there through reloads and stops, and when its files go and come back, until the emperor
   * ends.
   *
   * @param name its name
   * @param enabled whether it is in maintenance
   * @param reason what Consul shows for it, blank for Consul's own words
   * @return as {@link #reload}; Consul is told as soon as an agent takes it
   */
  public CompletionStage<VassalStatus> maintenance(String name, boolean enabled, String reason) {
    return of(name, supervisor -> supervisor.maintain(enabled, reason));
  }

  /**
   * Loads a vassal that no file of its own stands for: an instance.
   *
   * @param source its files; loaded anew if it is there already
   */
  public void load(VassalSource source) {
    Supervisor supervisor = present.get(source.name());
    if (supervisor == null) {
      begin(source);
    } else {
      supervisor.load(source);
    }
  }

  /**
   * Ends a vassal: deregisters it, lets requests in flight finish, stops the app.
   *
   * @param name its name
   * @return completed when nothing of it is left: whether Consul has confirmed all of it
   */
  public CompletableFuture<Boolean> remove(String name) {
    Supervisor supervisor = present.get(name);
    if (supervisor == null) {
      return endings.getOrDefault(key(name), CompletableFuture.completedFuture(true));
    }
    stopped.remove(name);
    return end(name, supervisor);
  }

  /**
   * Has time stop for a vassal's processes, until {@link #thaw}.
   *
   * @param name its name; nothing happens if there is none
   * @param why what Consul shows
   */
  public void freeze(String name, String why) {
    Optional.ofNullable(present.get(name)).ifPresent(supervisor -> supervisor.freeze(why));
  }

  /**
   * Has a vassal's processes go on where they were.
   *
   * @param name its name; nothing happens if there is none, or it was not frozen
   */
  public void thaw(String name) {
    Optional.ofNullable(present.get(name)).ifPresent(Supervisor::thaw);
  }

  /**
   * Ends a vassal's processes at once, also of one that is being ended.
   *
   * @param name its name; nothing happens if there is none
   */
  public void kill(String name) {
    known(name).ifPresent(Supervisor::kill);
  }

  private CompletionStage<VassalStatus> of(
      String name, Function<Supervisor, CompletionStage<VassalStatus>> deed) {
    Supervisor supervisor = present.get(name);
    return supervisor == null
        ? CompletableFuture.failedFuture(new UnknownVassalException(name, present.keySet()))
        : deed.apply(supervisor);
  }

  /**
   * Tells of every change from now on.
   *
   * @param watcher who is told
   * @return ends that; can be run more than once
   */
  public Runnable watch(VassalWatcher watcher) {
    return watchers.add(watcher);
  }

  /**
   * Reloads all, one after another in the order of their names; what was stopped stays so.
   *
   * @return completed when each has succeeded or failed
   */
  public CompletableFuture<Void> reloadAll() {
    log.info("reloading all vassals, one after another: {}", present.size());
    CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    for (Supervisor supervisor : new TreeMap<>(present).values()) {
      before = before.thenCompose(done -> supervisor.reloaded());
    }
    return before;
  }

  /**
   * Ends all.
   *
   * @return when they have ended, whether Consul has confirmed that none is registered any more
   */
  public boolean endAll() {
    log.info("stopping, vassals first: {}", present.size());
    List<CompletableFuture<Boolean>> all = new ArrayList<>(endings.values());
    present.forEach((name, supervisor) -> all.add(end(name, supervisor)));
    return all.stream().map(CompletableFuture::join).toList().stream()
        .allMatch(Boolean::booleanValue);
  }

  private void begin(VassalSource source) {
    Supervisor supervisor = supervision.apply(source);
    present.put(source.name(), supervisor);
    lines.keep(source.name());
    var unused =
        endings
            .getOrDefault(key(source.name()), CompletableFuture.completedFuture(true))
            .thenRun(() -> begin(source, supervisor));
  }

  private void begin(VassalSource source, Supervisor supervisor) {
    if (stopped.contains(source.name())) {
      supervisor.keepStopped();
    } else {
      supervisor.load(source);
    }
  }

  /** Consul's catalog compares without case: what is renamed to that has to go before it comes. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private CompletableFuture<Boolean> end(String name, Supervisor supervisor) {
    present.remove(name);
    leaving.put(name, supervisor);
    CompletableFuture<Boolean> ending = supervisor.end();
    endings.merge(
        key(name), ending, (earlier, latest) -> earlier.thenCombine(latest, Boolean::logicalAnd));
    var unused = ending.thenRun(() -> ended(name, supervisor));
    return ending;
  }

  private void ended(String name, Supervisor supervisor) {
    leaving.remove(name, supervisor);
    lines.forget(name);
    endings.computeIfPresent(key(name), (key, last) -> last.isDone() ? null : last);
    if (!present.containsKey(name)) {
      watchers.gone(name);
    }
  }

  /** What the monitor's thread tells, and nobody else. */
  public VassalListener arrivals() {
    return new Arrivals();
  }

  private final class Arrivals implements VassalListener {

    @Override
    public void appeared(VassalSource source) {
      begin(source);
    }

    @Override
    public void changed(VassalSource source) {
      load(source);
    }

    @Override
    public void gone(String name) {
      var unused = remove(name);
    }
  }
}
