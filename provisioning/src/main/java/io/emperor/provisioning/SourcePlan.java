package io.emperor.provisioning;

import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.SerfAgent;
import io.emperor.provisioning.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A source that is not open yet.
 *
 * @param needsCluster whether it is in Consul
 * @param serf the serf agent that it is, which knows the cluster's members
 * @param services those whose instances it has
 * @param maker makes it
 */
record SourcePlan(
    boolean needsCluster, Optional<SerfAgent> serf, List<String> services, Maker maker) {

  /** Makes a source. */
  interface Maker {

    /**
     * Makes it.
     *
     * @param updates takes the payloads of {@code config_updated}, and says what a query is
     *     answered
     */
    Source source(Supplier<Cluster> cluster, Function<byte[], Optional<String>> updates);
  }

  Source in(Supplier<Cluster> cluster, Function<byte[], Optional<String>> updates) {
    return maker.source(cluster, updates);
  }
}
