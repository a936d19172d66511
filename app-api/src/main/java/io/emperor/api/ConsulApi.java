package io.emperor.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as an app sees it: discovery, key/value store, sessions, and the fleet's names. The
 * semantics are those of Consul's <a href="https://developer.hashicorp.com/consul/api-docs">HTTP
 * API</a>, and {@code null} stands for "the default" everywhere.
 *
 * <p>Safe for use by many threads, from the call of {@link Vassal#start} until {@link Vassal#stop}
 * has returned; afterwards every method throws {@link IllegalStateException}. Calls block the
 * calling thread until Consul has answered, for some seconds at most. Every failure is a {@link
 * ConsulException}.
 *
 * <p>Reads ask with the <a
 * href="https://developer.hashicorp.com/consul/api-docs/features/consistency">consistency mode</a>
 * that the emperor was started with. In mode {@code stale} the first read of something asks Consul,
 * and the next ones are answered from a view that is kept up to date; it survives an outage, and
 * {@link #age} tells how old it is.
 */
public interface ConsulApi extends FleetApi, EventsApi {

  /**
   * Every service of a datacenter, as in Consul's {@code GET /v1/catalog/services}.
   *
   * @param dc the datacenter, {@code null} for the agent's own
   * @return names to the tags that any instance has, in alphabetical order, unmodifiable
   * @throws ConsulException if it can't be read
   */
  Map<String, Set<String>> services(@Nullable String dc);

  /**
   * Every service of the agent's datacenter: {@link #services(String) services(null)}.
   *
   * @return names to tags
   * @throws ConsulException if it can't be read
   */
  default Map<String, Set<String>> services() {
    return services(null);
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
  List<ServiceInstance> service(@Nullable String tag, String name, @Nullable String dc);

  /**
   * Every instance of a service in the agent's datacenter: {@link #service(String, String, String)
   * service(null, name, null)}.
   *
   * @param name the service's name
   * @return the instances, whatever their health
   * @throws ConsulException if it can't be read
   */
  List<ServiceInstance> service(String name);

  /**
   * The instances of a service that are passing, in the agent's datacenter.
   *
   * @param name the service's name
   * @return the passing instances; empty if there is none
   * @throws ConsulException if it can't be read
   */
  List<ServiceInstance> healthy(String name);

  /**
   * The instances of a service that are passing, in every datacenter that the agent knows, each of
   * which tells its {@linkplain ServiceInstance#datacenter datacenter}. All datacenters are asked
   * at once, and always. One that does not answer within four seconds, or refuses, is left out,
   * which the emperor's log says once; until it answers again it is waited for a moment only.
   *
   * @param tag only instances with this tag, {@code null} for all
   * @param name the service's name
   * @return those of the agent's own datacenter first, then those of the others, the nearest
   *     datacenter first, as Consul's {@code GET /v1/catalog/datacenters} sorts them; empty if
   *     there is none
   * @throws ConsulException if no datacenter answers
   */
  List<ServiceInstance> everywhere(@Nullable String tag, String name);

  /**
   * How old the answer is that the calling thread's last read got. Zero for an answer that Consul
   * gave to that read. In mode {@code stale}, services and keys that are read again and again are
   * answered from a local view, which survives an outage of Consul; its age is the time since
   * Consul last confirmed it, some seconds when all is well.
   *
   * @return the age as of now, growing; zero if this thread has read nothing yet
   */
  Duration age();

  /**
   * Tells a listener what {@link #service(String) service(name)} answers: once as soon as that is
   * known, then after every change. However many listeners ask for the same, Consul is asked once.
   *
   * <p>The listener runs on a thread of the app's, one call after another. What changes while it
   * runs is told once, as it is then. While Consul does not answer it hears nothing: what it was
   * told last is the last known state, and {@link Watch#age()} says how old that is. What it throws
   * is logged, and it is told of the next change all the same.
   *
   * @param name the service's name
   * @param listener takes every instance, whatever its health
   * @return the hold on it; closed by itself when the app is unloaded
   * @throws ConsulException if the name can't be one; never because Consul does not answer
   */
  Watch watchService(String name, Consumer<List<ServiceInstance>> listener);

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
  boolean set(
      String name,
      String value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release);

  /**
   * Writes a key, as Consul's {@code PUT /v1/kv/KEY}. At most one of {@code cas}, {@code acquire}
   * and {@code release} is given. Never repeated by itself: after a failure, {@link
   * ConsulException#applied()} says whether it may have happened.
   *
   * @param name the key; no leading slash, and no {@code .} or {@code ..} as one of its segments
   * @param value the value's bytes; with the key under 512 KB
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
  boolean set(
      String name,
      byte[] value,
      @Nullable String dc,
      @Nullable Long cas,
      @Nullable String acquire,
      @Nullable String release);

  /**
   * Writes a key in any case, in the agent's datacenter.
   *
   * @param name the key
   * @param value the value, stored as UTF-8
   * @return {@code true}
   * @throws ConsulException if it can't be written
   */
  boolean set(String name, String value);

  /**
   * Writes a key in any case, in the agent's datacenter.
   *
   * @param name the key
   * @param value the value's bytes
   * @return {@code true}
   * @throws ConsulException if it can't be written
   */
  boolean set(String name, byte[] value);

  /**
   * Reads a key, as Consul's {@code GET /v1/kv/KEY}.
   *
   * @param name the key
   * @param dc the datacenter, {@code null} for the agent's own
   * @return the entry, empty if there is none
   * @throws ConsulException if it can't be read
   */
  Optional<KeyValue> get(String name, @Nullable String dc);

  /**
   * Reads a key in the agent's datacenter.
   *
   * @param name the key
   * @return the entry, empty if there is none
   * @throws ConsulException if it can't be read
   */
  default Optional<KeyValue> get(String name) {
    return get(name, null);
  }

  /**
   * Reads every key that begins with a prefix, in the agent's datacenter.
   *
   * @param prefix how the keys begin; empty for all keys
   * @return the entries in the order of their keys; empty if there is none
   * @throws ConsulException if they can't be read
   */
  List<KeyValue> list(String prefix);

  /**
   * Tells a listener what {@link #get(String) get(key)} answers: once as soon as that is known,
   * then after every change. The rules are those of {@link #watchService}.
   *
   * @param key the key
   * @param listener takes the entry, empty while there is none
   * @return the hold on it; closed by itself when the app is unloaded
   * @throws ConsulException if the key can't be one; never because Consul does not answer
   */
  Watch watchKey(String key, Consumer<Optional<KeyValue>> listener);

  /**
   * Deletes a key, or every key that begins with it, as Consul's {@code DELETE /v1/kv/KEY}.
   *
   * @param name the key; with {@code recurse} a prefix, which must not be empty
   * @param recurse {@code true} to delete every key that begins with {@code name}
   * @param dc the datacenter, {@code null} for the agent's own
   * @return {@code true}, also when there was nothing to delete
   * @throws ConsulException if it can't be deleted
   */
  boolean del(String name, boolean recurse, @Nullable String dc);

  /**
   * Deletes one key in the agent's datacenter.
   *
   * @param name the key
   * @return {@code true}, also when there was nothing to delete
   * @throws ConsulException if it can't be deleted
   */
  default boolean del(String name) {
    return del(name, false, null);
  }

  /**
   * Deletes one key if it has not changed, in the agent's datacenter.
   *
   * @param name the key
   * @param cas the {@link KeyValue#modifyIndex()} that the key must still have; above 0
   * @return {@code true} if it was deleted or did not exist; {@code false} if it has changed
   * @throws ConsulException if it can't be deleted
   */
  boolean del(String name, long cas);

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
  String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks);

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
  String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks,
      Duration ttl);

  /**
   * Creates a session with a TTL, keeps it alive, and tells when it is lost: when Consul says that
   * it is gone, or when this machine's clock says that a TTL has passed since the last renewal that
   * succeeded was sent. Consul waits at least that long before it gives the session's locks away.
   *
   * @param lockDelay how long a lock it loses stays closed for others, 0 to 60 s; {@code null} for
   *     the TTL, but no less than 15 s and no more than 60 s
   * @param name a name for people, or {@code null}
   * @param node the node it belongs to, {@code null} for the agent's
   * @param checks the IDs of the node's checks that must not become critical; {@code null} for
   *     {@code serfHealth}, an empty list for none
   * @param ttl how long it lives without being renewed, 10 s to 24 h
   * @param whenLost run once, on a thread of the app's; not when the app destroys the session or is
   *     unloaded
   * @return the session's ID
   * @throws ConsulException if it can't be created
   */
  String sessionCreate(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks,
      Duration ttl,
      Runnable whenLost);

  /**
   * Whether a session is held still, by this machine's clock and without asking Consul: less than a
   * TTL has passed since the last renewal that succeeded was sent. What a lock protects is safe to
   * do while this is true: nobody else gets it before. Consul may end a session early, when its
   * node leaves or one of its checks is critical; then the lock delay covers the time until this is
   * noticed, if it is not shorter than the TTL.
   *
   * @param id the ID of a session that this app created with a TTL
   * @return {@code false} once it may be gone, and for every other session
   */
  boolean sessionAlive(String id);

  /**
   * Destroys a session and gives back the locks that it holds. From this call on it is neither
   * renewed nor {@linkplain #sessionAlive alive}, also if Consul can't be told.
   *
   * @param id the session's ID
   * @return {@code true}, also when there was no such session
   * @throws ConsulException if it can't be destroyed
   */
  boolean sessionDestroy(String id);

  /**
   * Reads a session.
   *
   * @param id the session's ID
   * @param dc the datacenter, {@code null} for the agent's own
   * @return the session, empty if it is gone
   * @throws ConsulException if it can't be read
   */
  Optional<Session> sessionInfo(String id, @Nullable String dc);

  /**
   * Reads the sessions of a node.
   *
   * @param node the node's name
   * @param dc the datacenter, {@code null} for the agent's own
   * @return the sessions; empty if there is none
   * @throws ConsulException if they can't be read
   */
  List<Session> sessionNode(String node, @Nullable String dc);

  /**
   * Reads the sessions of a datacenter.
   *
   * @param dc the datacenter, {@code null} for the agent's own
   * @return the sessions; empty if there is none
   * @throws ConsulException if they can't be read
   */
  List<Session> sessionList(@Nullable String dc);
}
