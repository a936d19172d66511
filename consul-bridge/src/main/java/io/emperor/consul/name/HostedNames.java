package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Watch;
import io.emperor.base.DaemonThreads;
import io.emperor.base.ReportingTimer;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseClock;
import io.emperor.consul.lease.LeaseClock.Moment;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.Need;
import io.emperor.consul.lease.Tenure;
import io.emperor.consul.name.NamesMessage.Verb;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Names of an app in a JVM of its own, which the emperor keeps for it. This process counts by
 * itself how long they are held, from the renewals that the emperor tells of: when it hears
 * nothing, they are lost. Safe for use by many threads.
 */
public final class HostedNames implements NameService, FleetAccess {

  private static final int THREADS = 8;

  /** How much longer an answer may take than what it is about. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final String emperor;
  private final LeaseClock clock;
  private final Duration renewDeadline;
  private final RandomGenerator random;
  private final KeyWatch keys;
  private final FleetKeys fleet;
  private final FleetReads reads;
  private final FencedWrites writes;
  private final Line line;
  private final ReportingTimer timer = new ReportingTimer(new DaemonThreads("consul-lease-timer"));
  private final ThreadPoolExecutor threads;
  private final AtomicLong last = new AtomicLong();
  private final Map<Long, CompletableFuture<NamesMessage>> asked = new ConcurrentHashMap<>();
  private final Map<Long, Tenure> tenures = new ConcurrentHashMap<>();
  private final Map<String, HeldName> held = new ConcurrentHashMap<>();
  private final HostedInstance instance = new HostedInstance();
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  /** The line to the emperor. */
  public interface Line {

    /** Sends a line. */
    void send(String text);

    /** A leader's task goes on although it was interrupted: the process should end. */
    void ignored(String name);
  }

  /**
   * Makes one.
   *
   * @param emperor the emperor's name
   * @param settings of the emperor's fleet
   * @param bridge what it needs of the bridge; its lease is not used
   */
  public HostedNames(
      String emperor,
      FleetSettings settings,
      LeaseClock clock,
      BridgeContext context,
      Fleet.Bridge bridge,
      Line line) {
    this.emperor = emperor;
    this.clock = clock;
    this.renewDeadline = settings.times().renewDeadline();
    this.random = context.random();
    this.keys = bridge.keys();
    this.fleet = new FleetKeys(settings.fleet());
    this.line = line;
    reads = bridge.reads(fleet);
    writes = new FencedWrites(bridge.apps(), fleet);
    timer.setRemoveOnCancelPolicy(true);
    int unused = timer.prestartAllCoreThreads();
    threads =
        WatchedThreads.begun(context.watchdog(), "names of the fleet", THREADS, "consul-names");
  }

  @Override
  public AppNames names(AppIdentity app) {
    return new AppNames(this, app);
  }

  @Override
  public FleetReads reads() {
    return reads;
  }

  @Override
  public FencedWrites writes() {
    return writes;
  }

  @Override
  public void received(String text) {
    NamesMessage.read(text).ifPresent(this::received);
  }

  private void received(NamesMessage message) {
    switch (message.verb()) {
      case GOT, TAKEN, FAILED, RELEASED -> {
        if (message.verb() == Verb.GOT) {
          renewed(message);
        }
        CompletableFuture<NamesMessage> answer = asked.remove(message.id());
        if (answer != null) {
          answer.complete(message);
        }
      }
      case RENEWED -> renewed(message);
      case INSTANCE -> instance(message);
      case LOST -> lost(message);
      case SIGNAL -> signal();
      default -> {}
    }
  }

  private void renewed(NamesMessage message) {
    Moment sentAt = new Moment(message.nanos(), message.sinceBoot());
    Tenure tenure = tenures.get(message.tenure());
    if (tenure == null || !tenure.isHeld()) { // or this JVM was paused for longer than the emperor
      tenure = begun(message, sentAt);
      tenures.put(message.tenure(), tenure);
    }
    tenure.renewed(sentAt);
    instance.renewed(message.epoch(), tenure);
  }

  private void instance(NamesMessage message) {
    renewed(message);
    SlotId id = new SlotId(message.named(), (int) message.id());
    instance.told(new HeldSlot(id, id.key(fleet), message.number(), tenure(message)));
  }

  @Override
  public Optional<HeldSlot> instance() {
    return instance.await(GRACE);
  }

  private Tenure tenure(NamesMessage message) {
    return Objects.requireNonNull(tenures.get(message.tenure()));
  }

  private Tenure begun(NamesMessage message, Moment sentAt) {
    LeaseHold hold = new LeaseHold(emperor, message.epoch());
    Tenure tenure = new Tenure(hold, clock, renewDeadline, sentAt);
    tenures.values().removeIf(other -> !other.isHeld());
    watch(tenure);
    return tenure;
  }

  private void watch(Tenure tenure) {
    var unused =
        in(
            Duration.ofNanos(tenure.remaining() + 1),
            () -> {
              if (tenure.isHeld()) {
                watch(tenure);
              } else {
                lapsed(tenure);
              }
            });
  }

  private void lapsed(Tenure tenure) {
    String how =
        "the emperor has not told of a renewal of its lease for " + renewDeadline.toMillis() + "ms";
    for (HeldName name : List.copyOf(held.values())) {
      if (name.tenure() == tenure && held.remove(name.name(), name)) {
        name.lost(how);
        say(NamesMessage.of(Verb.RELEASE, 0, name.name(), null, name.fence()));
      }
    }
  }

  private void lost(NamesMessage message) {
    if (instance.lost(message.number(), message.words())) {
      return;
    }
    HeldName name = held.get(message.named());
    if (name != null && name.fence() == message.number() && held.remove(name.name(), name)) {
      name.lost(message.words());
    }
  }

  private void signal() {
    waiting.forEach(Runnable::run);
  }

  private void say(NamesMessage message) {
    line.send(message.line());
  }

  private @Nullable NamesMessage ask(NamesMessage message, Duration limit) {
    CompletableFuture<NamesMessage> answer = new CompletableFuture<>();
    asked.put(message.id(), answer);
    say(message);
    try {
      return answer.get(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      asked.remove(message.id());
    }
  }

  @Override
  public Attempt register(AppIdentity app, String what, String name, String value, long deadline) {
    HeldName known = held.get(name);
    if (known != null && known.held()) {
      return new Attempt.Got(known);
    }
    Duration limit = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    long id = last.incrementAndGet();
    NamesMessage answer =
        ask(NamesMessage.of(Verb.REGISTER, id, name, value, limit.toMillis()), limit);
    if (answer == null) {
      throw new ConsulException(
          Kind.UNAVAILABLE,
          Applied.UNKNOWN,
          what + " failed: the emperor has not answered in time",
          null);
    }
    return switch (answer.verb()) {
      case GOT -> got(app, name, answer);
      case TAKEN ->
          new Attempt.Taken(
              answer.name(), answer.number() < 0 ? null : Duration.ofMillis(answer.number()));
      default -> throw failure(what, answer.words());
    };
  }

  private Attempt got(AppIdentity app, String name, NamesMessage answer) {
    Tenure tenure = tenure(answer);
    HeldName got =
        held.compute(
            name,
            (any, before) ->
                before != null && before.fence() == answer.number() && before.held()
                    ? before
                    : new HeldName(name, answer.number(), tenure, app, this));
    if (!tenure.isHeld()) {
      lapsed(tenure);
    }
    return new Attempt.Got(got);
  }

  /** As the emperor's bridge has thrown it. */
  private static ConsulException failure(String what, String words) {
    String[] parts = words.split(" ", 3);
    try {
      return new ConsulException(Kind.valueOf(parts[0]), Applied.valueOf(parts[1]), parts[2], null);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return new ConsulException(Kind.UNAVAILABLE, Applied.UNKNOWN, what + ": " + words, e);
    }
  }

  @Override
  public void release(Collection<HeldName> names, Duration limit) {
    for (HeldName name : names) {
      if (name.end() && held.remove(name.name(), name)) {
        long id = last.incrementAndGet();
        NamesMessage message = NamesMessage.of(Verb.RELEASE, id, name.name(), null, name.fence());
        if (limit.isZero()) {
          say(message);
        } else {
          var unused = ask(message, limit);
        }
      }
    }
  }

  @Override
  public void disproved(HeldName name, String how) {
    held.remove(name.name(), name);
    name.lost(how);
    say(NamesMessage.of(Verb.RELEASE, 0, name.name(), null, name.fence()));
  }

  @Override
  public Need need() {
    say(NamesMessage.of(Verb.NEED, 0, null));
    return () -> say(NamesMessage.of(Verb.UNNEED, 0, null));
  }

  @Override
  public NameWait await(String name, Runnable signal) {
    return new Wait(name, signal);
  }

  private final class Wait implements NameWait {
    private final Runnable signal;
    private final Watch key;
    private @Nullable String holder; // guarded by this

    Wait(String name, Runnable signal) {
      this.signal = signal;
      waiting.add(signal);
      key = keys.begin(fleet.name(name), signal);
    }

    @Override
    public synchronized void heldBy(@Nullable String emperorOfHolder) {
      if (Objects.equals(holder, emperorOfHolder)) {
        return;
      }
      if (holder != null) {
        say(NamesMessage.of(Verb.UNWATCH, 0, holder));
      }
      holder = emperorOfHolder;
      if (holder != null) {
        say(NamesMessage.of(Verb.WATCH, 0, holder));
      }
    }

    @Override
    public void close() {
      waiting.remove(signal);
      heldBy(null);
      key.close();
    }
  }

  @Override
  public void ignored(String name) {
    line.ignored(name);
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // closed: nobody waits for it
    }
  }

  @Override
  public Future<?> in(Duration delay, Runnable task) {
    try {
      return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public LeaseClock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void close() {
    for (HeldName name : List.copyOf(held.values())) {
      name.lost("the app has ended");
    }
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
