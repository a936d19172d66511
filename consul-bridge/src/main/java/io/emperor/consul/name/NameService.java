package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.consul.lease.LeaseClock;
import io.emperor.consul.lease.Need;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Where an app's names are kept: by the emperor in this process, or by the one that has started it.
 * Safe for use by many threads.
 */
interface NameService {

  /**
   * Tries to get a name once.
   *
   * @param what the call in words
   * @param deadline by the monotonic clock
   * @throws ConsulException if it can't be known
   */
  Attempt register(AppIdentity app, String what, String name, String value, long deadline);

  /** Gives names back, and waits for Consul's word for a while. */
  void release(Collection<HeldName> names, Duration limit);

  /** A name is not the app's any more, as a write with it has shown. */
  void disproved(HeldName name, String how);

  /** Has the emperor's lease kept until the need is closed. */
  Need need();

  /** Hears when a name may be free. */
  NameWait await(String name, Runnable signal);

  /** A leader's task goes on although it was interrupted some time ago. */
  void ignored(String name);

  /** Runs something that may take some seconds. */
  void execute(Runnable task);

  /** Runs something that never waits, later. */
  Future<?> in(Duration delay, Runnable task);

  /** The time by which leases count. */
  LeaseClock clock();

  /** Jitter. */
  RandomGenerator random();
}
