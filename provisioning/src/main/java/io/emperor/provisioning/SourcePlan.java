package io.emperor.provisioning;

import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.Source;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A source that is not open yet.
 *
 * @param needsCluster whether it is in Consul
 * @param services those whose instances it has
 * @param maker makes it
 */
record SourcePlan(
    boolean needsCluster, List<String> services, Function<Supplier<Cluster>, Source> maker) {

  Source in(Supplier<Cluster> cluster) {
    return maker.apply(cluster);
  }
}
