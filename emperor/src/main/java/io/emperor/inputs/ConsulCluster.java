package io.emperor.inputs;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.KeyValue;
import io.emperor.api.ServiceInstance;
import io.emperor.base.DaemonThreads;
import io.emperor.base.ReportingTimer;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.Catalog;
import io.emperor.consul.app.KeyPrefix;
import io.emperor.consul.app.PassingInstances;
import io.emperor.consul.app.SingleKey;
import io.emperor.provisioning.source.Cluster;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What provisioning reads of Consul, through the bridge. Safe for use by many threads. */
public final class ConsulCluster implements Cluster, AutoCloseable {

  private static final String ALL_NODES = "node_prefix \"\" { policy = \"read\" }";

  private final ConsulBridge bridge;

  /** A look waits for its answer; one that does not come must not hold up the others. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("consul-inputs"));

  private final ReportingTimer timer = new ReportingTimer(new DaemonThreads("consul-inputs-timer"));

  /**
   * Asks nothing yet.
   *
   * @param bridge is not closed with this
   */
  public ConsulCluster(ConsulBridge bridge) {
    this.bridge = bridge;
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public AutoCloseable keys(String prefix, Answers<List<Key>> answers) {
    return begun(
        answers,
        () -> {
          KeyPrefix keys = bridge.keys(prefix);
          return new LeadersWord.Question<>(
              keys::watch,
              () -> keys.all().stream().map(ConsulCluster::key).toList(),
              "key_prefix \"" + prefix + "\" { policy = \"read\" }");
        });
  }

  @Override
  public AutoCloseable key(String path, Answers<List<Key>> answers) {
    return begun(
        answers,
        () -> {
          SingleKey key = bridge.key(path);
          return new LeadersWord.Question<>(
              key::watch,
              () -> key.value().map(ConsulCluster::key).stream().toList(),
              "key \"" + path + "\" { policy = \"read\" }");
        });
  }

  private static Key key(KeyValue entry) {
    return new Key(entry.key(), text(entry.value()), entry.modifyIndex());
  }

  private static @Nullable String text(byte[] value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public AutoCloseable passing(String service, Answers<List<Instance>> answers) {
    return begun(
        answers,
        () -> {
          PassingInstances instances = bridge.passing(service);
          return new LeadersWord.Question<>(
              instances::watch,
              () ->
                  instances.all().stream()
                      .map(ConsulCluster::instance)
                      .sorted(Comparator.comparing(Instance::id))
                      .toList(),
              "service \"" + service + "\" { policy = \"read\" } and " + ALL_NODES);
        });
  }

  private static Instance instance(ServiceInstance found) {
    return new Instance(
        found.id(),
        found.address(),
        found.port(),
        List.copyOf(found.tags()),
        found.node(),
        found.meta());
  }

  @Override
  public AutoCloseable services(Answers<List<Service>> answers) {
    Catalog catalog = bridge.catalog();
    return begun(
        answers,
        () ->
            new LeadersWord.Question<>(
                catalog::watchServices,
                () ->
                    catalog.services().entrySet().stream()
                        .map(found -> new Service(found.getKey(), List.copyOf(found.getValue())))
                        .toList(),
                "service_prefix \"\" { policy = \"read\" } and " + ALL_NODES));
  }

  @Override
  public AutoCloseable nodes(Answers<List<Node>> answers) {
    Catalog catalog = bridge.catalog();
    return begun(
        answers,
        () ->
            new LeadersWord.Question<>(
                catalog::watchNodes,
                () ->
                    catalog.nodes().stream()
                        .map(found -> new Node(found.node(), found.address()))
                        .sorted(Comparator.comparing(Node::name))
                        .toList(),
                ALL_NODES));
  }

  @Override
  public AutoCloseable events(String name, Consumer<byte[]> payloads) {
    return bridge.events().watch(name, event -> payloads.accept(event.payload()));
  }

  /** A name that Consul can't have is told like an answer that does not come. */
  private <T> AutoCloseable begun(
      Answers<List<T>> answers, Supplier<LeadersWord.Question<T>> question) {
    try {
      return new LeadersWord<>(question.get(), answers, threads, timer).begin();
    } catch (ConsulException e) {
      if (e.kind() != Kind.INVALID) {
        throw e;
      }
      answers.fails(String.valueOf(e.getMessage()));
      return () -> {};
    }
  }

  /** Ends all watches. */
  @Override
  public void close() {
    var unusedTicks = timer.shutdownNow();
    var unusedLooks = threads.shutdownNow();
  }
}
