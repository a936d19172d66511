package io.emperor.fleet;

import io.emperor.config.choice.OnDisconnect;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.SlotId;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.status.VassalDetail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances that this emperor runs, each a vassal of its own. Safe for use by many threads. */
final class LocalInstances {

  private static final Logger log = LoggerFactory.getLogger(LocalInstances.class);

  private final Vassals vassals;
  private final Path controls;
  private final Map<SlotId, LocalInstance> all = new ConcurrentSkipListMap<>();

  /**
   * Makes none yet.
   *
   * @param controls the directory of the files that their programs write to
   */
  LocalInstances(Vassals vassals, Path controls) {
    this.vassals = vassals;
    this.controls = controls;
  }

  Collection<LocalInstance> all() {
    return all.values();
  }

  Optional<LocalInstance> find(SlotId slot) {
    return Optional.ofNullable(all.get(slot));
  }

  void start(HeldSlot slot, PlacedFiles files) {
    LocalInstance instance = new LocalInstance(slot, files);
    control(instance);
    all.put(slot.id(), instance);
    log.info("runs {} from now on, fence {}", instance.name(), slot.fence());
    vassals.load(files.source().instance(slot.id().number()));
  }

  void reload(LocalInstance instance, PlacedFiles files) {
    instance.loads(files);
    control(instance);
    vassals.load(files.source().instance(instance.id().number()));
  }

  private void control(LocalInstance instance) {
    if (!instance.files().config().placement().isRange() || instance.control().isPresent()) {
      return;
    }
    try {
      instance.controlledBy(ControlFile.create(controls, instance.name(), System.nanoTime()));
    } catch (IOException e) {
      log.warn(
          "{} gets no EMPEROR_CONTROL, by which its programs could ask for reinforcement: {}",
          instance.name(),
          e.toString());
    }
  }

  /** Those whose programs have asked for reinforcement since they were looked at last. */
  List<SlotId> askers(long now) {
    return all.values().stream()
        .filter(
            instance ->
                instance.control().filter(file -> file.asksForReinforcement(now)).isPresent())
        .map(LocalInstance::id)
        .toList();
  }

  /** Ends it; what freezes must not do one thing more without its slot. */
  void end(LocalInstance instance, String why) {
    if (instance.onDisconnect() == OnDisconnect.FREEZE && !instance.slot().held()) {
      vassals.kill(instance.name());
    }
    if (!instance.isEnding()) {
      log.info("runs {} no more: {}", instance.name(), why);
      instance.ends(vassals.remove(instance.name()));
    }
  }

  void freeze(LocalInstance instance, String why) {
    if (instance.isEnding()) {
      vassals.kill(instance.name());
    } else {
      log.warn("freezes {}: {}", instance.name(), why);
      vassals.freeze(instance.name(), why);
    }
  }

  void resume(LocalInstance instance) {
    log.info("resumes {}", instance.name());
    vassals.thaw(instance.name());
  }

  void forget(LocalInstance instance) {
    all.remove(instance.id(), instance);
    instance.control().ifPresent(ControlFile::remove);
  }

  void look() {
    all.values()
        .forEach(
            instance ->
                instance.sees(
                    vassals.find(instance.name()).map(VassalDetail::status).orElse(null)));
  }
}
