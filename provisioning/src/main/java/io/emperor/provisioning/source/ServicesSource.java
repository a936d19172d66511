package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.Cluster.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The passing instances of services, by the services' names. A service that has none has no key, so
 * that it is missing where it is asked for.
 */
public final class ServicesSource implements Source {

  private static final int LONGEST_NAME = 100;

  private final Cluster cluster;
  private final Set<String> names;
  private final Map<String, List<Instance>> known = new HashMap<>(); // guarded by this
  private final Map<String, String> failures = new LinkedHashMap<>(); // guarded by this
  private final List<AutoCloseable> watches = new ArrayList<>(); // guarded by this
  private boolean closed; // guarded by this

  /** Asks nothing yet. */
  public ServicesSource(Cluster cluster, List<String> names) {
    this.cluster = cluster;
    this.names = new LinkedHashSet<>(names);
  }

  @Override
  public String name() {
    return names.stream()
        .map(name -> SafeText.escaped(name, LONGEST_NAME))
        .collect(Collectors.joining(", ", "services ", ""));
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public synchronized void open(SourceListener listener) {
    if (names.isEmpty()) {
      listener.has(JsonNodeFactory.instance.objectNode());
    }
    for (String name : names) {
      watches.add(cluster.passing(name, answers(name, listener)));
    }
  }

  private Cluster.Answers<List<Instance>> answers(String name, SourceListener listener) {
    return new Cluster.Answers<>() {
      @Override
      public void now(List<Instance> instances) {
        found(name, instances, listener);
      }

      @Override
      public void fails(String why) {
        failed(name, why, listener);
      }
    };
  }

  private synchronized void found(String name, List<Instance> instances, SourceListener listener) {
    if (closed) {
      return;
    }
    known.put(name, instances);
    failures.remove(name);
    if (known.size() == names.size()) {
      listener.has(values());
    }
    tellFailures(listener);
  }

  private synchronized void failed(String name, String why, SourceListener listener) {
    if (!closed) {
      failures.put(name, why);
      tellFailures(listener);
    }
  }

  private void tellFailures(SourceListener listener) {
    failures.entrySet().stream()
        .findFirst()
        .ifPresent(
            failure ->
                listener.fails(
                    SafeText.escaped(failure.getKey(), LONGEST_NAME) + ": " + failure.getValue()));
  }

  private ObjectNode values() {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      List<Instance> instances = known.getOrDefault(name, List.of());
      if (!instances.isEmpty()) {
        values.set(name, service(instances));
      }
    }
    return values;
  }

  private static ObjectNode service(List<Instance> instances) {
    ObjectNode service = JsonNodeFactory.instance.objectNode();
    ArrayNode all = service.putArray("instances");
    instances.forEach(instance -> all.add(instance(instance)));
    Instance first = instances.get(0);
    return service.put("address", first.address()).put("port", first.port());
  }

  private static ObjectNode instance(Instance instance) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", instance.id()).put("address", instance.address()).put("port", instance.port());
    ArrayNode tags = node.putArray("tags");
    instance.tags().forEach(tags::add);
    return node;
  }

  @Override
  public synchronized void close() {
    closed = true;
    watches.forEach(Watches::close);
    watches.clear();
  }
}
