package io.emperor.membership;

import io.emperor.api.ConsulException;
import io.emperor.api.Leadership;
import io.emperor.api.Lease;
import io.emperor.base.DaemonThreads;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.Distribution;
import io.emperor.provisioning.update.DistributionPlan;
import io.emperor.provisioning.update.UpdateException;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends keys to all nodes while this emperor leads in that: of those of a fleet that send the same,
 * one does. Another goes on when it is gone, and sends all of them once more, which changes
 * nothing. Safe for use by many threads.
 */
final class Distributing implements AutoCloseable {

  private static final String OWNER = "membership";

  private final DistributionPlan plan;
  private final Supplier<Cluster> cluster;
  private final ConsulBridge consul;
  private final Supplier<Optional<SerfClient>> serf;
  private final AppConsul names;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("distribution"));
  private volatile @Nullable Leadership leadership;
  private volatile @Nullable Distribution current;

  /** Sends nothing yet. */
  Distributing(
      DistributionPlan plan,
      Supplier<Cluster> cluster,
      ConsulBridge consul,
      Supplier<Optional<SerfClient>> serf) {
    this.plan = plan;
    this.cluster = cluster;
    this.consul = consul;
    this.serf = serf;
    names = consul.appConsul(OWNER);
    names.runCallbacksOn(threads);
  }

  /** What is sent, by what: {@code consul config/ via serf}. */
  String name() {
    String via = plan.via() == Carrier.SERF_EVENT ? "serf" : "consul";
    return plan.name() + " via " + via;
  }

  /** Stands for it. Does not wait. */
  void open() {
    leadership = names.lead("emperor/distribute/" + plan.name(), this::lead);
  }

  private void lead(Lease lease) throws InterruptedException {
    try (Distribution sending = plan.distribution(cluster, this::publish)) {
      current = sending;
      sending.begin();
      new CountDownLatch(1).await(); // until it is interrupted
    } finally {
      current = null;
    }
  }

  private void publish(ConfigUpdate update) {
    byte[] payload = plan.via().payload(update);
    try {
      if (plan.via() == Carrier.SERF_EVENT) {
        serf.get()
            .orElseThrow(() -> new UpdateException("the serf agent is not there"))
            .event(ConfigUpdate.EVENT, payload);
      } else {
        String unused = consul.events().publish(ConfigUpdate.EVENT, payload);
      }
    } catch (SerfException | ConsulException e) {
      throw new UpdateException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Sends all of it once more, if this is the emperor that does: somebody has joined. */
  void again() {
    Distribution sending = current;
    if (sending != null) {
      sending.again();
    }
  }

  boolean isLeader() {
    Leadership now = leadership;
    return now != null && now.isLeader();
  }

  @Override
  public void close() {
    names.close();
    var unused = threads.shutdownNow();
  }
}
