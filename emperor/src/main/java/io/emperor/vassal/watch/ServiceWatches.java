package io.emperor.vassal.watch;

import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import java.util.List;
import java.util.function.Consumer;

/** Sees services come and go, whoever registered them. */
@FunctionalInterface
public interface ServiceWatches {

  /**
   * Tells a listener every instance of a service: once as soon as that is known, then after every
   * change. Does not wait for the network.
   *
   * @param name the service's name
   * @param listener must not block
   * @return the hold on it
   */
  Watch watchService(String name, Consumer<List<ServiceInstance>> listener);
}
