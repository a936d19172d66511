package io.emperor.consul.name;

import io.emperor.api.KeyValue;
import io.emperor.api.Registered;
import io.emperor.api.ServiceInstance;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.FleetStore;
import io.emperor.consul.lease.NameCodec;
import io.emperor.consul.lease.Records;
import io.emperor.consul.lease.Records.EmperorRecord;
import io.emperor.consul.lease.Records.NameRecord;
import io.emperor.consul.lease.Records.State;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at names, for apps. Safe for use by many threads. */
public final class FleetReads {

  private final FleetStore store;
  private final FleetKeys keys;
  private final Finder instances;

  /** Finds a service of the catalog. */
  @FunctionalInterface
  public interface Finder {

    /**
     * Finds an instance, whatever its health.
     *
     * @throws io.emperor.api.ConsulException if it can't be read
     */
    Optional<ServiceInstance> find(String serviceName, String serviceId);
  }

  FleetReads(FleetStore store, FleetKeys keys, Finder instances) {
    this.store = store;
    this.keys = keys;
    this.instances = instances;
  }

  /** The key that a name stands in. */
  public String key(String what, String name) {
    return keys.name(NameCodec.checked(what, name));
  }

  public Optional<Registered> lookup(String name) {
    String key = key("lookup('" + name + "')", name);
    return store
        .read(key)
        .filter(
            entry ->
                Records.read(entry, NameRecord.class)
                    .filter(record -> isCurrent(record, store.read(keys.emperor(record.emperor()))))
                    .isPresent())
        .flatMap(this::registered);
  }

  /** An epoch that is over gives nobody a name, also when its keys are not removed yet. */
  private static boolean isCurrent(NameRecord record, Optional<KeyValue> emperor) {
    return emperor
        .filter(entry -> entry.modifyIndex() == record.epoch())
        .flatMap(entry -> Records.read(entry, EmperorRecord.class))
        .filter(found -> found.state() == State.LIVE)
        .isPresent();
  }

  public List<Registered> registered(String prefix) {
    String what = "registered('" + prefix + "')";
    if (prefix == null || !Names.encodable(prefix)) {
      throw Failures.invalid(what, "the prefix is null or not valid Unicode");
    }
    Map<String, KeyValue> emperors =
        store.list(keys.emperors()).stream()
            .collect(Collectors.toMap(KeyValue::key, Function.identity()));
    return store.list(keys.names() + NameCodec.encodedPrefix(prefix)).stream()
        .filter(
            entry ->
                Records.read(entry, NameRecord.class)
                    .filter(
                        record ->
                            isCurrent(
                                record,
                                Optional.ofNullable(emperors.get(keys.emperor(record.emperor())))))
                    .isPresent())
        .flatMap(entry -> registered(entry).stream())
        .filter(found -> found.name().startsWith(prefix))
        .sorted(Comparator.comparing(Registered::name))
        .toList();
  }

  /** What a name's key says; empty if it says nothing. */
  public Optional<Registered> registered(KeyValue entry) {
    Optional<String> name = FleetKeys.nameOf(entry.key(), keys.names());
    return Records.read(entry, NameRecord.class)
        .flatMap(record -> name.map(known -> registered(known, record, entry.modifyIndex())));
  }

  private Registered registered(String name, NameRecord record, long fence) {
    return new Registered(
        name,
        record.value(),
        record.emperor(),
        record.serviceId(),
        fence,
        () -> instances.find(record.serviceName(), record.serviceId()));
  }
}
