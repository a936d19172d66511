package io.emperor.provisioning.update;

import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.EtcdKeys;
import java.util.function.Supplier;

/**
 * Which keys are sent as updates.
 *
 * @param store where they are
 * @param place their prefix in Consul, or their URL in etcd
 * @param via what they are sent by
 */
public record DistributionPlan(Store store, String place, Carrier via) {

  /** Where keys can be. */
  public enum Store {
    CONSUL,
    ETCD
  }

  /** Where the keys are, without a password: {@code consul config/}. */
  public String name() {
    return store == Store.CONSUL ? "consul " + place : new EtcdKeys(place).name();
  }

  /**
   * Asks nothing yet.
   *
   * @param cluster is asked for if the keys are in Consul
   */
  public Distribution distribution(Supplier<Cluster> cluster, Publisher publisher) {
    return store == Store.CONSUL
        ? Distribution.ofConsul(cluster.get(), place, via, publisher)
        : Distribution.ofEtcd(place, via, publisher);
  }
}
