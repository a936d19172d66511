package io.emperor.provisioning.membership;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who serves what: the services of products, and their instances. Immutable; two with the same
 * instances are equal.
 *
 * @param services by the product's name and the service's, both sorted; the instances are sorted,
 *     each once, and no service is without one
 */
public record Products(SortedMap<String, SortedMap<String, List<ServiceInstance>>> services) {

  /** No product at all. */
  public static final Products NONE = new Products(new TreeMap<>());

  public Products {
    services = sorted(services);
  }

  private static SortedMap<String, SortedMap<String, List<ServiceInstance>>> sorted(
      SortedMap<String, SortedMap<String, List<ServiceInstance>>> services) {
    SortedMap<String, SortedMap<String, List<ServiceInstance>>> copy = new TreeMap<>();
    services.forEach(
        (product, all) ->
            all.forEach(
                (service, instances) -> {
                  if (!instances.isEmpty()) {
                    copy.computeIfAbsent(product, name -> new TreeMap<>())
                        .put(service, List.copyOf(new TreeSet<>(instances)));
                  }
                }));
    copy.replaceAll((product, all) -> Collections.unmodifiableSortedMap(all));
    return Collections.unmodifiableSortedMap(copy);
  }

  /** The services of one product; empty if it has none. */
  public SortedMap<String, List<ServiceInstance>> of(String product) {
    return services.getOrDefault(product, Collections.emptySortedMap());
  }
}
