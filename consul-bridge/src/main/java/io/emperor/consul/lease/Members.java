package io.emperor.consul.lease;

import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.consul.lease.FleetMember.State;
import io.emperor.consul.lease.Records.EmperorRecord;
import io.emperor.consul.lease.Records.LeaseRecord;
import io.emperor.consul.lease.Records.NameRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at the emperors of the fleet, for people. Safe for use by many threads. */
public final class Members {

  private final LeaseContext context;
  private final Map<String, Observation> leases = new HashMap<>(); // guarded by this
  private long lookedAt; // guarded by this
  private boolean looked; // guarded by this

  public Members(LeaseContext context) {
    this.context = context;
  }

  public synchronized FleetView view(LeaseKeeper keeper, int names) {
    Optional<Tenure> held = keeper.held();
    Duration age = held.map(tenure -> Duration.ofNanos(tenure.age())).orElse(null);
    ConsulException problem = keeper.problem();
    return new FleetView(
        context.settings().fleet(),
        members(),
        held.isPresent(),
        age,
        names,
        problem == null ? null : problem.getMessage());
  }

  private List<FleetMember> members() {
    long longest = context.times().duration().toNanos();
    long now = context.clock().nanos().getAsLong();
    if (!looked || now - lookedAt > longest) {
      look();
      pause();
    }
    looked = true;
    lookedAt = context.clock().nanos().getAsLong();
    Map<String, KeyValue> found = look();
    Map<String, Integer> names = names();
    List<FleetMember> members = new ArrayList<>();
    for (KeyValue entry : context.store().list(context.keys().emperors())) {
      FleetKeys.nameOf(entry.key(), context.keys().emperors())
          .flatMap(
              name ->
                  Records.read(entry, EmperorRecord.class)
                      .map(
                          record ->
                              member(
                                  name,
                                  record,
                                  found.get(context.keys().lease(name)),
                                  names.getOrDefault(name, 0))))
          .ifPresent(members::add);
    }
    members.sort(Comparator.comparing(FleetMember::emperor));
    return members;
  }

  /** Takes note of which leases have changed. */
  private Map<String, KeyValue> look() {
    Map<String, KeyValue> found =
        context.store().list(context.keys().leases()).stream()
            .collect(Collectors.toMap(KeyValue::key, entry -> entry));
    leases.keySet().retainAll(found.keySet());
    found.forEach(
        (key, entry) ->
            leases
                .computeIfAbsent(key, any -> new Observation(context.clock().nanos()))
                .see(entry.modifyIndex()));
    return found;
  }

  /** For so long that every lease that is renewed has changed. */
  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(context.times().retryPeriod().toNanos() * 5 / 4);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Integer> names() {
    Map<String, Integer> names = new HashMap<>();
    context.store().list(context.keys().names()).stream()
        .flatMap(entry -> Records.read(entry, NameRecord.class).stream())
        .forEach(record -> names.merge(record.emperor(), 1, Integer::sum));
    return names;
  }

  private FleetMember member(
      String name, EmperorRecord record, @Nullable KeyValue lease, int names) {
    Observation seen = lease == null ? null : leases.get(lease.key());
    Duration age = seen == null ? null : seen.unchanged();
    return new FleetMember(
        name,
        state(record, lease, age),
        record.labels(),
        record.version(),
        record.admin(),
        record.joined(),
        age,
        names);
  }

  private static State state(
      EmperorRecord record, @Nullable KeyValue lease, @Nullable Duration age) {
    return switch (record.state()) {
      case IDLE -> State.IDLE;
      case LEFT -> State.LEFT;
      case DEAD -> State.DEAD;
      case LIVE -> {
        long duration =
            Optional.ofNullable(lease)
                .flatMap(entry -> Records.read(entry, LeaseRecord.class))
                .map(LeaseRecord::duration)
                .orElse(record.duration());
        yield age == null || age.toMillis() >= duration ? State.LAPSED : State.LIVE;
      }
    };
  }
}
