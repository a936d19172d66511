package io.emperor.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What apps of all emperors of a fleet share: names that one app has, leads, and writes that are
 * refused once a name was lost. Part of {@link ConsulApi}, and safe for use by many threads as all
 * of it; every failure is a {@link ConsulException}. The guarantees, and what they rest on, stand
 * in the page {@code docs/cluster.md}.
 */
public interface FleetApi {

  /**
   * Registers a name in the whole fleet, for this app alone, until the lease is closed or lost or
   * the app is unloaded. A second call of the same app answers the same lease, with the value of
   * the first. A name is any text of 1 to 200 bytes of UTF-8 without control characters; {@code /}
   * separates levels.
   *
   * <p>Blocks for some seconds at most: while the emperor gets its own lease, which takes a {@code
   * --lease-duration} when an earlier one of its name was killed, or when nobody has used the fleet
   * before. A new generation of an app can't have what the old one still has: let it {@link #lead},
   * or reload with {@code reload: stop-first}.
   *
   * @param name the name
   * @param value what others see with it, such as a URL; up to 16,384 bytes of UTF-8
   * @return the lease; empty if another app has the name
   * @throws ConsulException of the kind {@code UNAVAILABLE} if Consul does not answer in time,
   *     {@code FORBIDDEN} if the token can't write below {@code emperor/FLEET/}, {@code INVALID} if
   *     the name or value can't be one, {@code CONFLICT} if another emperor of this one's name is
   *     alive; with {@code applied()} {@code UNKNOWN}, what may have been registered is removed by
   *     the emperor within ten seconds
   */
  Optional<Lease> register(String name, String value);

  /**
   * Registers a name as {@link #register(String, String)} does, and waits for it while another app
   * has it.
   *
   * @param name the name
   * @param value what others see with it
   * @param wait how long to wait at most
   * @return the lease
   * @throws ConsulException of the kind {@code CONFLICT} if another app still has it after that
   *     time; otherwise as {@link #register(String, String)}
   */
  Lease register(String name, String value, Duration wait);

  /**
   * Who has a name. Asks Consul's leader each time.
   *
   * @param name the name
   * @return its holder; empty if nobody has it. A holder whose emperor was killed stands there
   *     until another takes the name over, or the emperor is known to be dead
   * @throws ConsulException if it can't be read
   */
  Optional<Registered> lookup(String name);

  /**
   * Every name that begins with some text. Asks Consul's leader each time.
   *
   * @param prefix the beginning of the names, {@code ""} for all of the fleet
   * @return the names' holders in the order of the names, unmodifiable
   * @throws ConsulException if it can't be read
   */
  List<Registered> registered(String prefix);

  /**
   * Tells a listener who has a name: soon after the call for the first time, and then whenever that
   * changes, as {@link ConsulApi#watchKey} does.
   *
   * @param name the name
   * @param listener takes the holder, empty if nobody has it; called on a thread of the app's, one
   *     call after another
   * @return to end it; it ends by itself when the app is unloaded
   * @throws ConsulException if the name can't be one
   */
  Watch watchName(String name, Consumer<Optional<Registered>> listener);

  /**
   * Stands for the lead of something: of all apps of the fleet that do so under this name, one
   * leads. When this one is elected, the task runs on a thread of the app's; when the lead is lost,
   * that thread is interrupted, and the task runs again when this one is elected again. Returns at
   * once, whether Consul answers or not.
   *
   * <p>A task that ignores the interruption may still run when another leads: its writes are
   * refused if they are made with its lease. It does not run twice at once in one app. The name is
   * one of {@link #register(String, String)}'s, with an empty value: {@link #lookup} says who
   * leads.
   *
   * @param name the name
   * @param task what the leader does; when it returns, the candidacy ends
   * @return to end it; it ends by itself when the app is unloaded
   * @throws ConsulException of the kind {@code INVALID} if the name can't be one, {@code CONFLICT}
   *     if this app has or stands for it already
   */
  Leadership lead(String name, LeaderTask task);

  /**
   * Writes a key in one transaction with a look at a lease: what is sent while the lease is held
   * and arrives after another took the name over is refused, whatever happened in between. As in
   * Consul's {@code PUT /v1/txn}.
   *
   * @param fence a lease of this app's
   * @param key the key, anywhere in the key/value store
   * @param value the value
   * @param cas only if the key's modify index is this one, 0 for a key that must not exist; {@code
   *     null} for any
   * @return {@code false} if {@code cas} did not hold
   * @throws LeaseLostException if the lease was lost or closed; nothing was written
   * @throws ConsulException if it failed
   */
  boolean set(Lease fence, String key, byte[] value, @Nullable Long cas);

  /**
   * Removes a key in one transaction with a look at a lease, as {@link #set(Lease, String, byte[],
   * Long)} writes one.
   *
   * @param fence a lease of this app's
   * @param key the key
   * @param cas only if the key's modify index is this one, above 0; {@code null} for any
   * @return {@code false} if {@code cas} did not hold
   * @throws LeaseLostException if the lease was lost or closed; nothing was removed
   * @throws ConsulException if it failed
   */
  boolean del(Lease fence, String key, @Nullable Long cas);
}
