package io.emperor.consul.name;

import io.emperor.api.KeyValue;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.Records;
import io.emperor.consul.lease.Records.EmperorRecord;
import io.emperor.consul.lease.Records.NameRecord;
import io.emperor.consul.lease.Records.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet's keys said at one moment about emperors and instances. Immutable.
 *
 * @param emperors by name
 * @param slots those that have a key
 * @param reports what emperors say of themselves, by their names, as they wrote it
 * @param scales what operators want of vassals, by their names, as it was written
 * @param reinforcements the keys that say how many there are of vassals that asked for more, by
 *     their names
 * @param drains what was written about emperors that are to run nothing, by their names
 */
public record FleetSnapshot(
    Map<String, Emperor> emperors,
    Map<SlotId, Slot> slots,
    Map<String, byte[]> reports,
    Map<String, byte[]> scales,
    Map<String, KeyValue> reinforcements,
    Map<String, byte[]> drains) {

  /**
   * An emperor.
   *
   * @param live whether it holds its lease, as far as its own key says
   * @param run differs for every run of it
   * @param epoch in which it holds it
   * @param admin where its admin endpoint is, as a URL
   */
  public record Emperor(
      boolean live, String run, long epoch, Map<String, String> labels, @Nullable String admin) {}

  /**
   * A slot.
   *
   * @param owner the emperor that has it; empty if nobody has, or its epoch is over
   * @param previous who had it last
   * @param fence the modify index of its key
   * @param entry the key
   */
  public record Slot(Optional<String> owner, String previous, long fence, KeyValue entry) {}

  static FleetSnapshot of(FleetKeys keys, List<KeyValue> emperors, List<KeyValue> instances) {
    Map<String, Emperor> members = new TreeMap<>();
    for (KeyValue entry : emperors) {
      EmperorRecord record = Records.read(entry, EmperorRecord.class).orElse(null);
      String name = FleetKeys.nameOf(entry.key(), keys.emperors()).orElse(null);
      if (record != null && name != null) {
        boolean live = record.state() == State.LIVE;
        members.put(
            name,
            new Emperor(live, record.run(), entry.modifyIndex(), record.labels(), record.admin()));
      }
    }
    Map<SlotId, Slot> slots = new TreeMap<>();
    for (KeyValue entry : instances) {
      SlotId.of(entry.key(), keys).ifPresent(id -> slots.put(id, slot(entry, members)));
    }
    return new FleetSnapshot(
        members,
        slots,
        values(keys.reports(), instances),
        values(keys.scales(), instances),
        below(keys.reinforcements(), instances),
        values(keys.drains(), instances));
  }

  private static Slot slot(KeyValue entry, Map<String, Emperor> members) {
    NameRecord record = Records.read(entry, NameRecord.class).orElse(null);
    if (record == null) {
      return new Slot(Optional.empty(), "", entry.modifyIndex(), entry);
    }
    Emperor owner = members.get(record.emperor());
    boolean current = owner != null && owner.live() && owner.epoch() == record.epoch();
    return new Slot(
        current ? Optional.of(record.emperor()) : Optional.empty(),
        record.emperor(),
        entry.modifyIndex(),
        entry);
  }

  private static Map<String, byte[]> values(String prefix, List<KeyValue> entries) {
    Map<String, byte[]> values = new HashMap<>();
    below(prefix, entries).forEach((name, entry) -> values.put(name, entry.value()));
    return values;
  }

  private static Map<String, KeyValue> below(String prefix, List<KeyValue> entries) {
    Map<String, KeyValue> found = new HashMap<>();
    for (KeyValue entry : entries) {
      FleetKeys.nameOf(entry.key(), prefix).ifPresent(name -> found.put(name, entry));
    }
    return found;
  }
}
