package io.emperor.await;

import io.emperor.provisioning.source.Cluster;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enough passing instances of a service. */
final class ServiceCondition implements Condition, Cluster.Answers<List<Cluster.Instance>> {

  private static final Logger log = LoggerFactory.getLogger(ServiceCondition.class);

  private static final int UNKNOWN = -1;

  private final ServiceWanted wanted;
  private final Cluster cluster;
  private final ConsulTrouble trouble;
  private volatile int passing = UNKNOWN;
  private volatile Runnable changed = () -> {};
  private volatile @Nullable AutoCloseable watch;

  ServiceCondition(ServiceWanted wanted, Cluster cluster, ConsulTrouble trouble) {
    this.wanted = wanted;
    this.cluster = cluster;
    this.trouble = trouble;
  }

  @Override
  public String name() {
    return "service " + wanted.name();
  }

  @Override
  public void open(Runnable listener) {
    changed = listener;
    watch = cluster.passing(wanted.name(), this);
  }

  @Override
  public void now(List<Cluster.Instance> instances) {
    trouble.answered();
    passing = instances.size();
    changed.run();
  }

  @Override
  public void fails(String why) {
    trouble.failed(why);
  }

  @Override
  public Optional<String> missing() {
    int now = passing;
    if (now >= wanted.instances()) {
      return Optional.empty();
    }
    return Optional.of(
        now == UNKNOWN
            ? "Consul has not answered yet"
            : String.format(Locale.ROOT, "%d of %d passing", now, wanted.instances()));
  }

  @Override
  public void close() {
    AutoCloseable open = watch;
    if (open != null) {
      try {
        open.close();
      } catch (Exception e) {
        log.debug("{} is looked at still", name(), e);
      }
    }
  }
}
