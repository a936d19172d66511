package io.emperor.provisioning;

import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.Source;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A source that is not open yet.
 *
 * @param needsCluster whether it is in Consul
 * @param maker makes it
 */
record SourcePlan(boolean needsCluster, Function<Supplier<Cluster>, Source> maker) {

  Source in(Supplier<Cluster> cluster) {
    return maker.apply(cluster);
  }
}
