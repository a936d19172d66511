package io.emperor.consul.name;

import io.emperor.consul.lease.LeaseClock;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseKeeper;
import io.emperor.consul.lease.Need;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** Names that are kept in this process. */
record OwnNames(
    LeaseContext context,
    NameRegistry registry,
    LeaseKeeper keeper,
    NameWaits waits,
    Executor threads)
    implements NameService {

  @Override
  public Attempt register(AppIdentity app, String what, String name, String value, long deadline) {
    return registry.register(app, what, name, value, deadline);
  }

  @Override
  public void release(Collection<HeldName> names, Duration limit) {
    registry.release(names, limit);
  }

  @Override
  public void disproved(HeldName name, String how) {
    registry.disproved(name, how);
  }

  @Override
  public Need need() {
    return keeper.need();
  }

  @Override
  public NameWait await(String name, Runnable signal) {
    return waits.begin(name, signal);
  }

  /** Within the emperor's JVM nothing can be done but to say so. */
  @Override
  public void ignored(String name) {}

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public Future<?> in(Duration delay, Runnable task) {
    return context.timer().in(delay, task);
  }

  @Override
  public LeaseClock clock() {
    return context.clock();
  }

  @Override
  public RandomGenerator random() {
    return context.random();
  }
}
