package io.emperor.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The app's {@link ConsulApi} behind static methods, so that any of its code can say {@code
 * Consul.services(dc)}.
 *
 * <p>Every vassal has a copy of this class of its own, defined by its own class loader and bound to
 * its own object before the app starts: the calling code's class loader decides whose object
 * answers, never the thread. Safe for use by many threads. Every method throws {@link
 * IllegalStateException} when nothing was bound: outside an emperor, say.
 */
public final class Consul {

  private static volatile @Nullable ConsulApi bound;

  private Consul() {}

  /**
   * Sets the object that answers from now on. The emperor does this before it starts an app; a unit
   * test does it to run app code against an object of its own.
   *
   * @param api what answers
   */
  public static void bind(ConsulApi api) {
    bound = api;
  }

  private static ConsulApi api() {
    ConsulApi api = bound;
    if (api == null) {
      throw new IllegalStateException(
          "Consul is not bound: this code does not run as a vassal; in a test, call Consul.bind first");
    }
    return api;
  }

  /**
   * Every service of a datacenter, as in Consul's {@code GET /v1/catalog/services}.
   *
   * @param dc the datacenter, {@code null} for the agent's own
   * @return names to the tags that any instance has, in alphabetical order, unmodifiable
   * @throws ConsulException if it can't be read
   */
  public static Map<String, Set<String>> services(@Nullable String dc) {
    return api().services(dc);
  }

  /** {@link #services(String) services(null)}: every service of the agent's datacenter. */
  public static Map<String, Set<String>> services() {
    return api().services();
  }

  /**
   * Every instance of a service with its health, whatever that is, as in Consul's {@code GET
   * /v1/health/service/NAME}.
   *
   * @param tag only instances with this tag, {@code null} for all
   * @param name the service's name
   * @param dc the datacenter, {@code null} for the agent's own
   * @return the instances; empty for a service that nobody registered
   * @throws ConsulException if it can't be read
   */
  public static List<ServiceInstance> service(
      @Nullable String tag, String name, @Nullable String dc) {
    return api().service(tag, name, dc);
  }

  /**
   * {@link #service(String, String, String) service(null, name, null)}: every instance of a service
   * in the agent's datacenter.
   */
  public static List<ServiceInstance> service(String name) {
    return api().service(name);
  }

  /**
   * The instances of a service that are passing, in the agent's datacenter.
   *
   * @param name the service's name
   * @return the passing instances; empty if there is none
   * @throws ConsulException if it can't be read
   */
  public static List<ServiceInstance> healthy(String name) {
    return api().healthy(name);
  }

  /** The passing instances of a service in all datacenters: {@link ConsulApi#everywhere}. */
  public static List<ServiceInstance> everywhere(@Nullable String tag, String name) {
    return api().everywhere(tag, name);
  }

  /**
   * How old the answer is that the calling thread's last read got. Zero for an answer that Consul
   * gave to that read. In mode {@code stale}, services and keys that are read again and again are
   * answered from a local view, which survives an outage of Consul; its age is the time since
   * Consul last confirmed it, some seconds when all is well.
   *
   * @return the age as of now, growing; zero if this thread has read nothing yet
   */
  public static Duration age() {
    return api().age();
  }

  /** As {@link ConsulApi#watchService}. */
  public static Watch watchService(String name, Consumer<List<ServiceInstance>> listener) {
    return api().watchService(name, listener);
  }

  /**
   * Writes a key, as Consul's {@code PUT /v1/kv/KEY}. At most one of {@code cas}, {@code acquire}
   * and {@code release} is given. Never repeated by itself: after a failure, {@link
   * ConsulException#applied()} says whether it may have happened.
   *
   * @param name the key; no leading slash, and no {@code .} or {@code ..} as one of its segments
   * @param value the value, stored as UTF-8; with the key under 512 KB
   * @param dc the datacenter, {@code null} for the agent's own
   * @param cas write only if the key's {@link KeyValue#modifyIndex()} is this one, 0 for a key that
   *     must not exist; {@code null} to write in any case
   * @param acquire the session that takes the lock on the key, or {@code null}
   * @param release the session that gives the lock back, or {@code null}
   * @return {@code true} if it was written; {@code false} if the check-and-set compared unequal,
   *     the lock is held by another session or still in its lock-delay, or the session to release
   *     does not hold it
   * @throws ConsulException if it can't be written
   */
  public static boolean set(
      String name,
      String value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release) {
    return api().set(name, value, dc, cas, acquire, release);
  }

  /**
   * Writes a key whose value is bytes; everything else is as in {@link #set(String, String, String,
   * Long, String, String) the form for a text}.
   *
   * @param value the value's bytes; with the key under 512 KB
   * @return {@code true} if it was written
   * @throws ConsulException if it can't be written
   */
  public static boolean set(
      String name,
      byte[] value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release) {
    return api().set(name, value, dc, cas, acquire, release);
  }

  /**
   * Writes a key in any case, in the agent's datacenter.
   *
   * @param name the key
   * @param value the value, stored as UTF-8
   * @return {@code true}
   * @throws ConsulException if it can't be written
   */
  public static boolean set(String name, String value) {
    return api().set(name, value);
  }

  /**
   * Writes a key in any case, in the agent's datacenter.
   *
   * @param name the key
   * @param value the value's bytes
   * @return {@code true}
   * @throws ConsulException if it can't be written
   */
  public static boolean set(String name, byte[] value) {
    return api().set(name, value);
  }

  /** As {@link ConsulApi#get(String, String)}. */
  public static Optional<KeyValue> get(String name, @Nullable String dc) {
    return api().get(name, dc);
  }

  /** {@link #get(String, String) get(name, null)}: a key in the agent's datacenter. */
  public static Optional<KeyValue> get(String name) {
    return api().get(name);
  }

  /** As {@link ConsulApi#list(String)}. */
  public static List<KeyValue> list(String prefix) {
    return api().list(prefix);
  }

  /** As {@link ConsulApi#watchKey}. */
  public static Watch watchKey(String key, Consumer<Optional<KeyValue>> listener) {
    return api().watchKey(key, listener);
  }

  /**
   * Deletes a key, or every key that begins with it, as Consul's {@code DELETE /v1/kv/KEY}.
   *
   * @param name the key; with {@code recurse} a prefix, which must not be empty
   * @param recurse {@code true} to delete every key that begins with {@code name}
   * @param dc the datacenter, {@code null} for the agent's own
   * @return {@code true}, also when there was nothing to delete
   * @throws ConsulException if it can't be deleted
   */
  public static boolean del(String name, boolean recurse, @Nullable String dc) {
    return api().del(name, recurse, dc);
  }

  /**
   * Deletes one key in the agent's datacenter.
   *
   * @param name the key
   * @return {@code true}, also when there was nothing to delete
   * @throws ConsulException if it can't be deleted
   */
  public static boolean del(String name) {
    return api().del(name);
  }

  /**
   * Deletes one key if it has not changed, in the agent's datacenter.
   *
   * @param name the key
   * @param cas the {@link KeyValue#modifyIndex()} that the key must still have; above 0
   * @return {@code true} if it was deleted or did not exist; {@code false} if it has changed
   * @throws ConsulException if it can't be deleted
   */
  public static boolean del(String name, long cas) {
    return api().del(name, cas);
  }

  /** As {@link ConsulApi#publish(String, byte[])}. */
  public static String publish(String event, byte[] payload) {
    return api().publish(event, payload);
  }

  /** As {@link ConsulApi#publish(String, String)}. */
  public static String publish(String event, String payload) {
    return api().publish(event, payload);
  }

  /** As {@link ConsulApi#watchEvent}. */
  public static Watch watchEvent(String event, Consumer<UserEvent> listener) {
    return api().watchEvent(event, listener);
  }

  /**
   * Creates a session, as Consul's {@code PUT /v1/session/create}. It is destroyed when the app is
   * unloaded.
   *
   * @param lockDelay how long a lock it loses stays closed for others, 0 to 60 s; {@code null} for
   *     15 s
   * @param name a name for people, or {@code null}
   * @param node the node it belongs to, {@code null} for the agent's
   * @param checks the IDs of the node's checks that must not become critical; {@code null} for
   *     {@code serfHealth}, an empty list for none
   * @return the session's ID
   * @throws ConsulException if it can't be created
   */
  public static String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks) {
    return api().sessionCreate(lockDelay, name, node, checks);
  }

  /**
   * Creates a session with a TTL and keeps it alive: it is renewed until the app is unloaded or it
   * is destroyed, and while Consul does not answer renewing is tried until the TTL has passed.
   *
   * @param lockDelay how long a lock it loses stays closed for others, 0 to 60 s; {@code null} for
   *     the TTL, but no less than 15 s and no more than 60 s
   * @param name a name for people, or {@code null}
   * @param node the node it belongs to, {@code null} for the agent's
   * @param checks the IDs of the node's checks that must not become critical; {@code null} for
   *     {@code serfHealth}, an empty list for none
   * @param ttl how long it lives without being renewed, 10 s to 24 h
   * @return the session's ID; ask {@link #sessionAlive} before each step that its lock protects
   * @throws ConsulException if it can't be created
   */
  public static String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks,
      Duration ttl) {
    return api().sessionCreate(lockDelay, name, node, checks, ttl);
  }

  /**
   * Creates a session with a TTL, keeps it alive, and tells when it is lost: when Consul says that
   * it is gone, or when this machine's clock says that a TTL has passed since the last renewal that
   * succeeded was sent. Consul waits at least that long before it gives the session's locks away.
   *
   * <p>The other parameters are those of {@link #sessionCreate(Duration, String, String, List,
   * Duration) the form that tells nobody}.
   *
   * @param whenLost run once, on a thread of the app's; not when the app destroys the session or is
   *     unloaded
   * @return the session's ID
   * @throws ConsulException if it can't be created
   */
  public static String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks,
      Duration ttl,
      Runnable whenLost) {
    return api().sessionCreate(lockDelay, name, node, checks, ttl, whenLost);
  }

  /** As {@link ConsulApi#sessionAlive(String)}. */
  public static boolean sessionAlive(String id) {
    return api().sessionAlive(id);
  }

  /** As {@link ConsulApi#sessionDestroy(String)}. */
  public static boolean sessionDestroy(String id) {
    return api().sessionDestroy(id);
  }

  /** As {@link ConsulApi#sessionInfo(String, String)}. */
  public static Optional<Session> sessionInfo(String id, @Nullable String dc) {
    return api().sessionInfo(id, dc);
  }

  /** As {@link ConsulApi#sessionNode(String, String)}. */
  public static List<Session> sessionNode(String node, @Nullable String dc) {
    return api().sessionNode(node, dc);
  }

  /** As {@link ConsulApi#sessionList(String)}. */
  public static List<Session> sessionList(@Nullable String dc) {
    return api().sessionList(dc);
  }

  /** As {@link FleetApi#register(String, String)}. */
  public static Optional<Lease> register(String name, String value) {
    return api().register(name, value);
  }

  /** As {@link FleetApi#register(String, String, Duration)}. */
  public static Lease register(String name, String value, Duration wait) {
    return api().register(name, value, wait);
  }

  /** As {@link FleetApi#lookup(String)}. */
  public static Optional<Registered> lookup(String name) {
    return api().lookup(name);
  }

  /** As {@link FleetApi#registered(String)}. */
  public static List<Registered> registered(String prefix) {
    return api().registered(prefix);
  }

  /** As {@link FleetApi#watchName(String, Consumer)}. */
  public static Watch watchName(String name, Consumer<Optional<Registered>> listener) {
    return api().watchName(name, listener);
  }

  /** As {@link FleetApi#lead(String, LeaderTask)}. */
  public static Leadership lead(String name, LeaderTask task) {
    return api().lead(name, task);
  }

  /** As {@link FleetApi#set(Lease, String, byte[], Long)}. */
  public static boolean set(Lease fence, String key, byte[] value, @Nullable Long cas) {
    return api().set(fence, key, value, cas);
  }

  /** As {@link FleetApi#del(Lease, String, Long)}. */
  public static boolean del(Lease fence, String key, @Nullable Long cas) {
    return api().del(fence, key, cas);
  }
}
