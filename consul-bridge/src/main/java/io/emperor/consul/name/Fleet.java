package io.emperor.consul.name;

import io.emperor.api.KeyValue;
import io.emperor.base.DaemonThreads;
import io.emperor.base.ReportingTimer;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.lease.Claims;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.FleetStore;
import io.emperor.consul.lease.FleetView;
import io.emperor.consul.lease.LeaseClock;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.LeaseKeeper;
import io.emperor.consul.lease.LeaseListener;
import io.emperor.consul.lease.LeaseMeters;
import io.emperor.consul.lease.LeaseObserver;
import io.emperor.consul.lease.LeaseWriter;
import io.emperor.consul.lease.Members;
import io.emperor.consul.lease.Tenure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * This emperor's part in its fleet: its lease, the names of its apps, and what it sees of the
 * others. Safe for use by many threads.
 */
public final class Fleet implements LeaseListener, FleetAccess {

  private static final int THREADS = 8;

  private final LeaseContext context;
  private final LeaseKeeper keeper;
  private final LeaseObserver observer;
  private final NameRegistry registry;
  private final Leftovers leftovers;
  private final SlotTable slotTable;
  private final FleetSlots slots;
  private final NameWaits waits;
  private final OwnNames names;
  private final ReportingTimer timer = new ReportingTimer(new DaemonThreads("consul-lease-timer"));
  private final ThreadPoolExecutor threads;
  private final Set<NamesHost> hosts = ConcurrentHashMap.newKeySet();
  private final FleetReads reads;
  private final FencedWrites writes;
  private final Members members;

  /**
   * What it needs of the bridge.
   *
   * @param lease for renewals: each request ends within a retry period
   * @param apps for what apps ask
   * @param parser reads what Consul answers to a read of keys
   * @param keys tell of changes of keys
   * @param below tell of changes of keys that begin with a prefix
   * @param instances finds services
   */
  public record Bridge(
      AgentHttp lease,
      AgentHttp apps,
      AgentHttp.Parser<List<KeyValue>> parser,
      KeyWatch keys,
      KeyWatch below,
      FleetReads.Finder instances) {

    FleetReads reads(FleetKeys fleet) {
      return new FleetReads(new FleetStore(apps, parser), fleet, instances);
    }
  }

  /** Makes one that asks nobody before {@link #join}, or an app's call. */
  public Fleet(
      String emperor,
      FleetSettings settings,
      LeaseClock clock,
      BridgeContext bridging,
      Bridge bridge) {
    LeaseMeters meters = new LeaseMeters(bridging.meters().registry());
    timer.setRemoveOnCancelPolicy(true);
    int unused = timer.prestartAllCoreThreads();
    threads =
        WatchedThreads.begun(bridging.watchdog(), "names of the fleet", THREADS, "consul-names");
    FleetKeys keys = new FleetKeys(settings.fleet());
    context =
        new LeaseContext(
            emperor,
            UUID.randomUUID().toString(),
            settings,
            keys,
            new FleetStore(bridge.lease(), bridge.parser()),
            clock,
            this::in,
            bridging.random(),
            meters);
    Claims claims = new Claims();
    LeaseWriter writer =
        new LeaseWriter(context, claims, new Registry(), Instant.now(Clock.systemUTC()).toString());
    keeper = new LeaseKeeper(context, writer, claims, this, bridging.watchdog());
    leftovers = new Leftovers(context, keeper, this::execute);
    registry = new NameRegistry(context, keeper, leftovers);
    observer = new LeaseObserver(context, keeper, this::takenOver, bridging.watchdog());
    slotTable = new SlotTable(context, keeper, leftovers);
    slots = new FleetSlots(context, keeper, observer, slotTable, bridge.below());
    waits = new NameWaits(context, observer, bridge.keys());
    names = new OwnNames(context, registry, keeper, waits, this::execute);
    registry.keptBy(names, this::signal);
    reads = bridge.reads(keys);
    writes = new FencedWrites(bridge.apps(), keys);
    members = new Members(context);
    meters.age(() -> keeper.held().map(held -> held.age() / 1e9).orElse(Double.NaN));
    meters.names(registry::count);
    meters.leftovers(leftovers::waiting);
    keeper.start();
    observer.start();
  }

  /** Names and slots, whose tables are made after those that ask it. */
  private final class Registry implements LeaseWriter.HeldNames {
    @Override
    public Map<String, Long> some(int most) {
      Map<String, Long> some = new HashMap<>(slotTable.some(most / 2));
      some.putAll(registry.some(most - some.size()));
      return some;
    }

    @Override
    public int count() {
      return registry.count() + slotTable.count();
    }

    @Override
    public void disproved(Collection<String> keys) {
      registry.disproved(keys);
      slotTable.disproved(keys);
    }
  }

  private Future<?> in(Duration delay, Runnable task) {
    try {
      return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e); // closed: nothing is due any more
    }
  }

  private void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // closed: nobody waits for it
    }
  }

  @Override
  public void join() {
    keeper.join();
  }

  @Override
  public void begun(Tenure tenure) {
    // Whatever an earlier run of this name has left.
    leftovers.sweep(context.emperor(), tenure.hold().epoch() - 1);
    slotTable.begun(tenure);
    signal();
  }

  @Override
  public void ended(Tenure tenure, String how) {
    registry.lost(tenure, how);
    slotTable.ended(tenure, how);
  }

  @Override
  public void renewed(Tenure tenure) {
    hosts.forEach(host -> host.renewed(tenure));
    slotTable.renewed(tenure);
  }

  private void signal() {
    waits.signal();
    hosts.forEach(NamesHost::signal);
  }

  private void takenOver(LeaseHold over) {
    signal();
    leftovers.sweep(over.emperor(), over.epoch());
  }

  @Override
  public AppNames names(AppIdentity app) {
    return new AppNames(names, app);
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
  public NamesHost host(
      AppIdentity app, @Nullable HeldSlot slot, Function<String, CompletableFuture<Void>> line) {
    AtomicReference<NamesHost> self = new AtomicReference<>();
    NamesHost host =
        new NamesHost(names, observer, app, slot, line, () -> hosts.remove(self.get()));
    self.set(host);
    hosts.add(host);
    return host;
  }

  @Override
  public FleetSlots slots() {
    return slots;
  }

  @Override
  public FleetView view() {
    return members.view(keeper, registry.count());
  }

  /** Gives everything back, as well as it can within some seconds. */
  @Override
  public void close() {
    observer.close();
    keeper.close();
    timer.shutdownNow();
    threads.shutdownNow();
    context.meters().close();
  }
}
