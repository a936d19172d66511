package io.emperor.vassal;

import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import io.emperor.vassal.watch.ServiceWatches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Watches that see what a test shows it. A listener hears of it once more after its watch was
 * closed, because that may happen when it was about to be called.
 */
final class HandServiceWatches implements ServiceWatches {

  private record Listener(String name, Consumer<List<ServiceInstance>> ear) {}

  private final Map<String, List<ServiceInstance>> shown = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();

  /** Shows instances of a service, one for each health; none is an answer, too. */
  HandServiceWatches show(String name, Health... instances) {
    List<ServiceInstance> seen =
        IntStream.range(0, instances.length)
            .mapToObj(
                i ->
                    new ServiceInstance(
                        name + i, name, "node", "127.0.0.1", 0, Set.of(), Map.of(), instances[i]))
            .toList();
    shown.put(name, seen);
    listeners.stream()
        .filter(listener -> listener.name().equals(name))
        .forEach(listener -> listener.ear().accept(seen));
    return this;
  }

  /** How many watches are open. */
  int open() {
    return open.size();
  }

  @Override
  public Watch watchService(String name, Consumer<List<ServiceInstance>> listener) {
    listeners.add(new Listener(name, listener));
    List<ServiceInstance> now = shown.get(name);
    if (now != null) {
      listener.accept(now);
    }
    Watch watch = new Opened();
    open.add(watch);
    return watch;
  }

  private final class Opened implements Watch {

    @Override
    public Duration age() {
      return Duration.ZERO;
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }
}
