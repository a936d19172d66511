package io.emperor.vassal.watch;

import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generation that is loaded and waits for the services that it depends on: each has to be passing
 * at the same time as the others. Used by its supervisor's queue alone.
 */
public final class DependencyWait {

  private static final Logger log = LoggerFactory.getLogger(DependencyWait.class);

  private final List<String> names;
  private final Executor queue;
  private final Consumer<DependencyWait> told;
  private final Map<String, Dependency> dependencies = new LinkedHashMap<>();
  private final List<Watch> watches = new ArrayList<>();
  private List<Dependency.Sight> logged = List.of();
  private boolean ended;

  /**
   * Holds a generation up.
   *
   * @param names the services
   * @param told called on the queue after every change, the last time when the waiting is over
   */
  public DependencyWait(List<String> names, Executor queue, Consumer<DependencyWait> told) {
    this.names = names;
    this.queue = queue;
    this.told = told;
    names.forEach(name -> dependencies.put(name, Dependency.unknown(name)));
  }

  /** Begins to watch. */
  public void start(ServiceWatches services) {
    log.info("{}", reason());
    for (String name : names) {
      watches.add(services.watchService(name, seen -> queue.execute(() -> tell(name, seen))));
    }
  }

  /** Ends the watches; can be called more than once. */
  public void end() {
    ended = true;
    watches.forEach(Watch::close);
  }

  public boolean isOver() {
    return dependencies.values().stream().allMatch(Dependency::isPassing);
  }

  /** What it still waits for. */
  public String reason() {
    return dependencies.values().stream()
        .filter(dependency -> !dependency.isPassing())
        .map(Dependency::message)
        .collect(Collectors.joining(", ", "waits for ", ""));
  }

  private void tell(String name, List<ServiceInstance> seen) {
    if (ended) {
      return;
    }
    dependencies.put(name, Dependency.seen(name, seen));
    logChange();
    told.accept(this);
  }

  private void logChange() {
    Collection<Dependency> all = dependencies.values();
    List<Dependency.Sight> sights = all.stream().map(Dependency::sight).toList();
    if (isOver()) {
      log.info("{} {} passing: starting", names(), all.size() == 1 ? "is" : "are");
    } else if (!sights.contains(Dependency.Sight.UNKNOWN) && !sights.equals(logged)) {
      logged = sights;
      log.info("{}", reason());
    } else {
      log.debug("{}", reason());
    }
  }

  private String names() {
    return String.join(" and ", dependencies.keySet());
  }
}
