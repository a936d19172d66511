package io.emperor.consul.app;

import io.emperor.api.ConsulApi;
import io.emperor.api.KeyValue;
import io.emperor.api.LeaderTask;
import io.emperor.api.Leadership;
import io.emperor.api.Lease;
import io.emperor.api.Registered;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Session;
import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.consul.http.Failures;
import io.emperor.consul.name.AppNames;
import io.emperor.consul.name.FencedWrites;
import io.emperor.consul.name.FleetReads;
import io.emperor.consul.session.AppCallbacks;
import io.emperor.consul.session.AppSessions;
import io.emperor.consul.session.RenewalContext;
import io.emperor.consul.session.Sessions;
import io.emperor.consul.watch.AppWatches;
import io.emperor.consul.watch.ReadAge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one generation of an app sees it. Safe for use by many threads. A call takes ten
 * seconds at most. After {@link #close} every call throws {@link IllegalStateException}.
 */
public final class AppConsul implements ConsulApi, AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final String vassal;
  private final AppNames names;
  private final FleetReads reads;
  private final FencedWrites writes;
  private final Discovery discovery;
  private final Everywhere everywhere;
  private final KeyValues keyValues;
  private final UserEvents events;
  private final Sessions sessions;
  private final RenewalContext renewing;
  private final AppSessions own;
  private final AppWatches watches;
  private final AppListeners listeners;
  private final ReadAge age;
  private final Supplier<Optional<Lease>> lease;
  private volatile Executor callbacks = Runnable::run;
  private volatile boolean closed;

  public AppConsul(
      String vassal,
      InFleet fleet,
      Discovery discovery,
      Everywhere everywhere,
      KeyValues keyValues,
      UserEvents events,
      Sessions sessions,
      RenewalContext renewing,
      AppWatches watches,
      ReadAge age) {
    this.vassal = vassal;
    this.discovery = discovery;
    this.everywhere = everywhere;
    this.keyValues = keyValues;
    this.events = events;
    this.sessions = sessions;
    this.renewing = renewing;
    this.watches = watches;
    this.age = age;
    AppCallbacks onAppThreads = new AppCallbacks(vassal, task -> callbacks.execute(task));
    this.own = new AppSessions(sessions, renewing, onAppThreads, CLOSE_LIMIT);
    this.lease = () -> fleet.lease(onAppThreads);
    this.names = fleet.names(vassal, onAppThreads);
    this.reads = fleet.fleet().reads();
    this.writes = fleet.fleet().writes();
    this.listeners = new AppListeners(watches, reads, events, task -> callbacks.execute(task));
  }

  /**
   * Says where listeners run. Called once, before the app starts.
   *
   * @param threads the app's own; it may refuse when the app has ended
   */
  public void runCallbacksOn(Executor threads) {
    callbacks = threads;
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException(
          "vassal '" + vassal + "' is unloaded: it can't call Consul any more");
    }
  }

  @Override
  public Map<String, Set<String>> services(@Nullable String dc) {
    open();
    return discovery.services(dc);
  }

  @Override
  public List<ServiceInstance> service(@Nullable String tag, String name, @Nullable String dc) {
    open();
    return discovery.instances(tag, name, dc);
  }

  @Override
  public List<ServiceInstance> service(String name) {
    return service(null, name, null);
  }

  @Override
  public List<ServiceInstance> healthy(String name) {
    open();
    return discovery.healthy(name);
  }

  @Override
  public List<ServiceInstance> everywhere(@Nullable String tag, String name) {
    open();
    return direct(everywhere.instances(tag, name));
  }

  @Override
  public boolean set(
      String name,
      String value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release) {
    open();
    return keyValues.set(name, value, dc, cas, acquire, release);
  }

  @Override
  public boolean set(
      String name,
      byte[] value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release) {
    open();
    return keyValues.set(name, value, dc, cas, acquire, release);
  }

  @Override
  public boolean set(String name, String value) {
    return set(name, value, null, null, null, null);
  }

  @Override
  public boolean set(String name, byte[] value) {
    return set(name, value, null, null, null, null);
  }

  @Override
  public Optional<KeyValue> get(String name, @Nullable String dc) {
    open();
    return keyValues.get(name, dc);
  }

  @Override
  public List<KeyValue> list(String prefix) {
    open();
    return keyValues.list(prefix);
  }

  @Override
  public boolean del(String name, boolean recurse, @Nullable String dc) {
    open();
    return keyValues.delete(name, recurse, dc);
  }

  @Override
  public boolean del(String name, long cas) {
    open();
    return keyValues.delete(name, cas);
  }

  @Override
  public String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks) {
    open();
    String id = sessions.create(lockDelay, name, node, checks, null);
    return own.add(id) ? id : tooLate(id);
  }

  /** Unloaded while the request was under way: nobody else would destroy it. */
  private String tooLate(String id) {
    sessions.destroy(id);
    open();
    return id;
  }

  @Override
  public boolean sessionDestroy(String id) {
    open();
    // First: once the request is under way, somebody else may get the locks.
    own.letGo(id);
    sessions.destroy(id);
    own.remove(id);
    return true;
  }

  @Override
  public Optional<Session> sessionInfo(String id, @Nullable String dc) {
    open();
    return direct(sessions.info(id, dc));
  }

  @Override
  public List<Session> sessionNode(String node, @Nullable String dc) {
    open();
    return direct(sessions.ofNode(node, dc));
  }

  @Override
  public List<Session> sessionList(@Nullable String dc) {
    open();
    return direct(sessions.all(dc));
  }

  private <T> T direct(T answer) {
    age.direct();
    return answer;
  }

  @Override
  public Duration age() {
    open();
    return age.now();
  }

  @Override
  public Watch watchService(String name, Consumer<List<ServiceInstance>> listener) {
    open();
    return listeners.service(name, listener);
  }

  @Override
  public Watch watchKey(String key, Consumer<Optional<KeyValue>> listener) {
    open();
    return listeners.key(key, listener);
  }

  @Override
  public String publish(String event, byte[] payload) {
    open();
    return events.publish(event, payload);
  }

  @Override
  public String publish(String event, String payload) {
    open();
    return events.publish(event, payload);
  }

  @Override
  public Watch watchEvent(String event, Consumer<UserEvent> listener) {
    open();
    return listeners.event(event, listener);
  }

  @Override
  public String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks,
      Duration ttl) {
    return sessionCreate(lockDelay, name, node, checks, ttl, () -> {});
  }

  @Override
  public String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks,
      Duration ttl,
      Runnable whenLost) {
    open();
    Duration checked = Sessions.checkedTtl(name, ttl);
    if (whenLost == null) {
      throw Failures.invalid("sessionCreate", "whenLost is null; call the form without it");
    }
    long sentAt = renewing.now();
    String id = sessions.create(lockDelay, name, node, checks, checked);
    return own.keep(id, renewing.lease(sentAt, checked), whenLost) ? id : tooLate(id);
  }

  @Override
  public boolean sessionAlive(String id) {
    open();
    return own.isAlive(id);
  }

  @Override
  public Optional<Lease> register(String name, String value) {
    open();
    return names.register(name, value);
  }

  @Override
  public Lease register(String name, String value, Duration wait) {
    open();
    return names.register(name, value, wait);
  }

  @Override
  public Optional<Registered> lookup(String name) {
    open();
    return reads.lookup(name);
  }

  @Override
  public List<Registered> registered(String prefix) {
    open();
    return reads.registered(prefix);
  }

  @Override
  public Watch watchName(String name, Consumer<Optional<Registered>> listener) {
    open();
    return listeners.name(name, listener);
  }

  @Override
  public Leadership lead(String name, LeaderTask task) {
    open();
    return names.lead(name, task);
  }

  @Override
  public boolean set(Lease fence, String key, byte[] value, @Nullable Long cas) {
    open();
    return keyValues.written(key, () -> writes.set(fence, key, value, cas));
  }

  @Override
  public boolean del(Lease fence, String key, @Nullable Long cas) {
    open();
    return keyValues.written(key, () -> writes.delete(fence, key, cas));
  }

  /**
   * The slot that the app runs in.
   *
   * @return empty for an app that is no instance
   */
  public Optional<Lease> lease() {
    return lease.get();
  }

  /**
   * Ends what the app leads and gives back its names, within some seconds: what is left of it can
   * call everything else.
   *
   * @return completes on a thread of the bridge's when that is done
   */
  public CompletionStage<Void> releaseNames() {
    return names.release();
  }

  /** Has the app lose a name, for tests of apps; answers whether it had it. */
  public boolean loseName(String name) {
    return names.lose(name);
  }

  /**
   * Ends this object and its watches, and destroys, as well as it can within three seconds, the
   * sessions it created that still exist. Further calls do nothing.
   */
  @Override
  public void close() {
    closed = true;
    names.close();
    watches.closeAll();
    own.destroyAll();
  }
}
