package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.Cluster.Instance;
import io.emperor.provisioning.source.Cluster.Service;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passing instances of all services that belong to a product, at the key {@code products}: by
 * product, service and ID. An instance belongs to those that its tags {@code product=NAME} and its
 * metadata's {@code product} name. Consul lists the tags of all services, and metadata only with
 * the instances of one: of services without such a tag, no more than {@value #UNTAGGED} are looked
 * at. Safe for use by many threads.
 */
public final class ProductsSource implements Source {

  private static final Logger log = LoggerFactory.getLogger(ProductsSource.class);

  private static final String KEY = "product";
  private static final String TAG = KEY + "=";
  private static final int UNTAGGED = 64;
  private static final int LONGEST_NAME = 100;

  private final Cluster cluster;
  private final Map<String, AutoCloseable> watches = new HashMap<>(); // guarded by this, as all
  private final Map<String, List<Instance>> known = new TreeMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private @Nullable AutoCloseable list;
  private boolean listed;
  private boolean told;
  private boolean tooMany;
  private boolean closed;

  /** Asks nothing yet. */
  public ProductsSource(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "services of products";
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public synchronized void open(SourceListener listener) {
    list =
        cluster.services(
            new Cluster.Answers<>() {
              @Override
              public void now(List<Service> services) {
                listed(services, listener);
              }

              @Override
              public void fails(String why) {
                failed("the list of services", why, listener);
              }
            });
  }

  private synchronized void listed(List<Service> services, SourceListener listener) {
    if (closed) {
      return;
    }
    listed = true;
    failures.clear();
    Set<String> wanted = wanted(services);
    Set<String> gone = new HashSet<>(watches.keySet());
    gone.removeAll(wanted);
    gone.forEach(this::forget);
    for (String service : wanted) {
      if (!watches.containsKey(service)) {
        watches.put(service, () -> {}); // an answer may come before the watch
        watches.put(service, cluster.passing(service, answers(service, listener)));
      }
    }
    tell(listener);
  }

  private void forget(String service) {
    Watches.close(watches.remove(service));
    known.remove(service);
  }

  private Set<String> wanted(List<Service> services) {
    Set<String> wanted = new LinkedHashSet<>();
    int untagged = 0;
    for (Service service : services) {
      if (service.tags().stream().anyMatch(tag -> tag.startsWith(TAG)) || untagged++ < UNTAGGED) {
        wanted.add(service.name());
      }
    }
    if (untagged > UNTAGGED && !tooMany) {
      log.warn(
          "{} services have no tag {}NAME, and only {} of them are looked at for their metadata;"
              + " tag those that belong to a product",
          untagged,
          TAG,
          UNTAGGED);
    }
    tooMany = untagged > UNTAGGED;
    return wanted;
  }

  private Cluster.Answers<List<Instance>> answers(String service, SourceListener listener) {
    return new Cluster.Answers<>() {
      @Override
      public void now(List<Instance> instances) {
        found(service, instances, listener);
      }

      @Override
      public void fails(String why) {
        failed(SafeText.escaped(service, LONGEST_NAME), why, listener);
      }
    };
  }

  private synchronized void found(
      String service, List<Instance> instances, SourceListener listener) {
    if (!closed && watches.containsKey(service)) {
      known.put(service, instances);
      failures.remove(SafeText.escaped(service, LONGEST_NAME));
      tell(listener);
    }
  }

  private synchronized void failed(String what, String why, SourceListener listener) {
    if (!closed) {
      failures.put(what, why);
      tellFailures(listener);
    }
  }

  /** The first time when all is known; a service that is new later is told once it is. */
  private void tell(SourceListener listener) {
    told |= listed && known.keySet().containsAll(watches.keySet());
    if (told) {
      listener.has(values());
    }
    tellFailures(listener);
  }

  private void tellFailures(SourceListener listener) {
    failures.entrySet().stream()
        .findFirst()
        .ifPresent(failure -> listener.fails(failure.getKey() + ": " + failure.getValue()));
  }

  private ObjectNode values() {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    ObjectNode products = values.putObject("products");
    known.forEach(
        (service, instances) ->
            instances.forEach(
                instance ->
                    products(instance)
                        .forEach(product -> add(products, product, service, instance))));
    return values;
  }

  private static Set<String> products(Instance instance) {
    Set<String> products = new LinkedHashSet<>();
    Optional.ofNullable(instance.meta().get(KEY)).ifPresent(products::add);
    instance.tags().stream()
        .filter(tag -> tag.startsWith(TAG))
        .forEach(tag -> products.add(tag.substring(TAG.length())));
    return products;
  }

  private static void add(ObjectNode products, String product, String service, Instance instance) {
    products
        .withObjectProperty(product)
        .withObjectProperty(service)
        .putObject(instance.id())
        .put("address", instance.address())
        .put("port", instance.port());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (list != null) {
      Watches.close(list);
    }
    watches.values().forEach(Watches::close);
    watches.clear();
  }
}
