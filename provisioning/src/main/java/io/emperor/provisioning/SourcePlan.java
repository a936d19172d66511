package io.emperor.provisioning;

import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.Source;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A source that is not open yet.
 *
 * @param needsCluster whether it is in Consul
 * @param maker makes it, with what looks at it now and then
 */
record SourcePlan(
    boolean needsCluster, BiFunction<Supplier<Cluster>, ScheduledExecutorService, Source> maker) {

  Source in(Supplier<Cluster> cluster, ScheduledExecutorService timer) {
    return maker.apply(cluster, timer);
  }
}
