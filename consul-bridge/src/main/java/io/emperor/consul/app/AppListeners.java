package io.emperor.consul.app;

import io.emperor.api.KeyValue;
import io.emperor.api.Registered;
import io.emperor.api.ServiceInstance;
import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.consul.http.Names;
import io.emperor.consul.name.FleetReads;
import io.emperor.consul.watch.AppWatches;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What an app is told by itself. Safe for use by many threads.
 *
 * @param watches those that there are
 * @param reads knows names of the fleet
 * @param events knows Consul's user events
 * @param threads run the app's listeners
 */
record AppListeners(AppWatches watches, FleetReads reads, UserEvents events, Executor threads) {

  Watch service(String name, Consumer<List<ServiceInstance>> listener) {
    Objects.requireNonNull(listener, "listener");
    Names.checked("watchService('" + name + "')", name);
    return watches.begin(
        new InstancesOf(null, name, null), instances -> listener.accept(instances.all()), threads);
  }

  Watch key(String key, Consumer<Optional<KeyValue>> listener) {
    Objects.requireNonNull(listener, "listener");
    Names.checked("watchKey('" + key + "')", key);
    return watches.begin(new EntryAt(key, null), listener, threads);
  }

  Watch name(String name, Consumer<Optional<Registered>> listener) {
    Objects.requireNonNull(listener, "listener");
    return watches.begin(
        new EntryAt(reads.key("watchName('" + name + "')", name), null),
        entry -> listener.accept(entry.flatMap(reads::registered)),
        threads);
  }

  Watch event(String event, Consumer<UserEvent> listener) {
    Objects.requireNonNull(listener, "listener");
    EventsNamed query = new EventsNamed(Names.checked("watchEvent('" + event + "')", event));
    Optional<EventCarrier> carrier = events.carrier();
    if (carrier.isPresent()) {
      return watches.add(
          new CarriedEvents(carrier.get(), watches.vassal(), event, listener, threads));
    }
    return watches.begin(query, events.later(query, listener), threads);
  }
}
