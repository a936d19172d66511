package io.emperor.fleet;

import io.emperor.api.ConsulException;
import io.emperor.api.Watch;
import io.emperor.base.LoopWatchdog;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.consul.lease.Need;
import io.emperor.consul.name.FleetSlots;
import io.emperor.consul.name.FleetSnapshot;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.SlotId;
import io.emperor.consul.name.SlotListener;
import io.emperor.monitor.VassalListener;
import io.emperor.monitor.VassalSource;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import io.emperor.vassal.step.Slots;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the vassals with instances, on a thread of its own: tells the fleet what this emperor
 * can run and runs, and looks at every change, and once a second, what there is to do. Asks nobody
 * while this emperor has no such vassal. Safe for use by many threads.
 */
public final class Placement implements Slots, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Placement.class);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofMillis(300);

  private final FleetSlots slots;
  private final FleetLook fleetLook;
  private final LongConsumer held;
  private final LongSupplier clock;
  private final PlacedArrivals arrivals;
  private final LocalFiles files = new LocalFiles();
  private final LocalInstances instances;
  private final PlacementTurn turn;
  private final Reinforcements reinforcements;
  private final FleetMeters meters;
  private final Listener listener = new Listener();
  private final LoopWatchdog watchdog;
  private final LoopWatchdog.Turns turns;
  private final Thread thread;
  private volatile boolean draining;
  private boolean signalled; // guarded by this
  private boolean closing; // guarded by this
  private long looks; // guarded by this

  // Touched by the loop's thread alone.
  private @Nullable Need need;
  private List<Watch> watches = List.of();
  private byte[] reported = {};
  private @Nullable String problem;

  /**
   * Makes one that does nothing before {@link #start}.
   *
   * @param loaders read files, which may be slow
   * @param held told until when the emperor's lease is held, in nanoseconds since boot
   * @param meters told of what there is and happens
   * @param controls the directory of the files that programs ask for reinforcement by
   * @param clock the monotonic one, in nanoseconds
   */
  public Placement(
      FleetSlots slots,
      Vassals vassals,
      VassalConfigReader configs,
      Executor loaders,
      LongConsumer held,
      FleetMeters meters,
      Path controls,
      LongSupplier clock) {
    this.slots = slots;
    this.fleetLook = new FleetLook(slots::look, clock);
    this.held = held;
    this.clock = clock;
    this.arrivals =
        new PlacedArrivals(
            new PlacedFilesReader(configs), vassals.arrivals(), loaders, files, this::signal);
    this.instances = new LocalInstances(vassals, controls);
    this.meters = meters;
    this.turn = new PlacementTurn(slots, instances, files, meters, clock);
    this.reinforcements = new Reinforcements(slots, files, meters, clock, Clock.systemUTC());
    this.watchdog = new LoopWatchdog(clock);
    this.turns = watchdog.loop("placement", Duration.ofSeconds(60));
    Runnable unused = vassals.watch(new InstanceWatcher());
    thread = new Thread(this::run, "placement");
    thread.setDaemon(true);
  }

  /** Begins. */
  public void start() {
    slots.tells(listener);
    thread.start();
  }

  /** What the monitor's thread tells: what has no instances goes on to the vassals. */
  public VassalListener arrivals() {
    return arrivals;
  }

  @Override
  public @Nullable HeldSlot apply(VassalSource source) {
    return source.slot().isEmpty()
        ? null
        : instances
            .find(new SlotId(source.vassal(), source.slot().getAsInt()))
            .map(LocalInstance::slot)
            .orElse(null);
  }

  @Override
  public Optional<Path> control(VassalSource source) {
    return source.slot().isEmpty()
        ? Optional.empty()
        : instances
            .find(new SlotId(source.vassal(), source.slot().getAsInt()))
            .flatMap(LocalInstance::control)
            .map(ControlFile::file);
  }

  /**
   * Takes the wish of an instance for another one beside it. Does not wait.
   *
   * @param by the instance's slot
   */
  public void reinforce(SlotId by) {
    if (reinforcements.ask(by)) {
      signal();
    }
  }

  /** The loop, if it hangs. */
  public List<String> stalled() {
    return watchdog.stalled();
  }

  private synchronized void signal() {
    signalled = true;
    notifyAll();
  }

  private final class InstanceWatcher implements VassalWatcher {
    @Override
    public void changed(VassalStatus now) {
      if (now.name().indexOf('@') > 0) {
        signal();
      }
    }

    @Override
    public void gone(String name) {
      if (name.indexOf('@') > 0) {
        signal();
      }
    }
  }

  /** What ran under the lease was frozen by its guard, perhaps although the lease is held. */
  public void guardHasFrozen() {
    instances.all().stream()
        .filter(instance -> instance.onDisconnect() == OnDisconnect.FREEZE)
        .filter(instance -> instance.slot().held())
        .forEach(instances::resume);
  }

  private final class Listener implements SlotListener {

    @Override
    public void heldUntil(long sinceBoot) {
      held.accept(sinceBoot);
    }

    @Override
    public void changed() {
      fleetLook.changed();
      signal();
    }

    @Override
    public void lapsed(HeldSlot slot, String how) {
      instances.find(slot.id()).ifPresent(instance -> disconnected(instance, how));
      signal();
    }

    @Override
    public void regained(HeldSlot slot) {
      instances
          .find(slot.id())
          .filter(instance -> instance.onDisconnect() == OnDisconnect.FREEZE)
          .filter(instance -> !instance.isEnding())
          .ifPresent(instances::resume);
      signal();
    }

    @Override
    public void lost(HeldSlot slot, String how) {
      instances
          .find(slot.id())
          .filter(instance -> instance.slot() == slot)
          .ifPresent(instance -> lost(instance, how));
      signal();
    }

    private void disconnected(LocalInstance instance, String how) {
      switch (instance.onDisconnect()) {
        case KEEP -> {}
        case FREEZE -> instances.freeze(instance, how);
        case STOP -> instances.end(instance, how);
      }
    }

    private void lost(LocalInstance instance, String how) {
      switch (instance.onDisconnect()) {
        case KEEP -> {} // whether another has the slot decides
        case FREEZE, STOP -> instances.end(instance, how);
      }
    }
  }

  private void run() {
    long rest = 0;
    while (pause(rest)) {
      turns.turned();
      try {
        rest = look();
        problem = null;
      } catch (ConsulException e) {
        if (problem == null) {
          log.debug("The fleet can't be looked at: {}", e.getMessage());
        }
        problem = e.getMessage();
        rest = RETRY.toNanos();
      } catch (Throwable t) {
        log.error("The instances could not be looked after; it goes on", t);
        rest = TimeUnit.SECONDS.toNanos(1);
      }
    }
  }

  private synchronized boolean pause(long nanos) {
    long begun = clock.getAsLong();
    long lull = fleetLook.lull();
    try {
      for (long past = 0; !closing && past < (signalled ? lull : nanos); ) {
        long rest = (signalled ? lull : nanos) - past;
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, rest));
        past = clock.getAsLong() - begun;
      }
    } catch (InterruptedException e) {
      closing = true;
    }
    signalled = false;
    return !closing;
  }

  private long look() {
    if (files.all().isEmpty() && instances.all().isEmpty() && slots.own().isEmpty()) {
      rest();
      return IDLE.toNanos();
    }
    if (need == null) {
      need = slots.need();
      watches = slots.watch(listener);
    }
    if (!slots.takesClaims() && slots.own().isEmpty()) {
      return RETRY.toNanos();
    }
    FleetSnapshot snapshot = fleetLook.take();
    instances.look();
    synchronized (this) {
      looks++;
    }
    checkOwnReport(snapshot);
    FleetState fleet = FleetState.of(snapshot, slots.emperor(), report());
    slots.observe(new LeaseRing(fleet.live(), fleet.watching()).watchedBy(slots.emperor()));
    long due = turn.take(fleet);
    for (SlotId asker : instances.askers(clock.getAsLong())) {
      boolean unused = reinforcements.ask(asker);
    }
    reinforcements.take(fleet);
    instances.look();
    tell();
    return due;
  }

  private EmperorReport report() {
    Map<String, InstanceReport> running = new TreeMap<>();
    instances.all().forEach(instance -> running.put(instance.name(), instance.report()));
    return new EmperorReport(draining, files.offers(clock.getAsLong()), running);
  }

  /** What this emperor has said of itself is written again when somebody else has changed it. */
  private void checkOwnReport(FleetSnapshot snapshot) {
    if (!Arrays.equals(snapshot.reports().getOrDefault(slots.emperor(), new byte[0]), reported)) {
      reported = new byte[0];
    }
  }

  private void tell() {
    byte[] now = report().bytes();
    if (!Arrays.equals(now, reported) && slots.report(now)) {
      reported = now;
      fleetLook.changed();
    }
  }

  private void rest() {
    if (need != null) {
      tell();
      slots.observe(Set.of());
      watches.forEach(Watch::close);
      watches = List.of();
      need.close();
      need = null;
      meters.rests();
    }
  }

  /**
   * Hands every instance over to other emperors, one after another, as long as there are any to
   * take them. Waits until that is done.
   *
   * @param limit how long it may take
   */
  public void drain(Duration limit) {
    draining = true;
    signal();
    log.info("hands over its instances before it stops: {}", slots.own().size());
    long until = clock.getAsLong() + limit.toNanos();
    synchronized (this) {
      try {
        long looked = looks;
        while (!slots.own().isEmpty() && !closing && until - clock.getAsLong() > 0) {
          if (looks > looked + 1 && !turn.isHandingOver()) {
            break;
          }
          TimeUnit.MILLISECONDS.timedWait(this, 100);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (!slots.own().isEmpty()) {
      log.warn("could not hand over, and stops: {}", slots.own());
    }
  }

  /** Ends the loop: what runs is ended by whoever ends all vassals. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    turns.close();
    watches.forEach(Watch::close);
  }

  /** Gives back every slot: nothing runs in any. */
  public void vacate() {
    slots.own().forEach(slots::vacate);
  }
}
