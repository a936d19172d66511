package io.emperor.daemon;

import io.emperor.config.VassalConfigReader;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.FleetBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.lease.FleetView;
import io.emperor.consul.name.SlotId;
import io.emperor.fleet.FleetCommands;
import io.emperor.fleet.FleetMeters;
import io.emperor.fleet.Placement;
import io.emperor.fleet.RolloutTurns;
import io.emperor.fleet.VassalInFleet;
import io.emperor.monitor.VassalListener;
import io.emperor.runtime.Instance;
import io.emperor.runtime.freeze.FreezeGuard;
import io.emperor.runtime.process.Fencing;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.inputs.Turns;
import io.emperor.vassal.step.Slots;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * An emperor's part in its fleet: the instances that it runs, what keeps them from running without
 * their slots, and what operators want of the fleet. Safe for use by many threads.
 */
public final class EmperorFleet {

  private static final Duration DRAIN = Duration.ofMinutes(1);

  private final FleetBridge bridge;
  private final FreezeGuard guard;
  private final Placement placement;
  private final FleetCommands commands;
  private final AppConsul own;
  private final RolloutTurns turns;

  EmperorFleet(
      ConsulBridge consul,
      Path home,
      Vassals vassals,
      VassalConfigReader configs,
      Executor loaders,
      MeterRegistry registry) {
    bridge = consul.fleet();
    guard = new FreezeGuard(home, this::guardHasFrozen);
    placement =
        new Placement(
            bridge.slots(),
            vassals,
            configs,
            loaders,
            guard::heldUntil,
            new FleetMeters(registry, bridge.slots()),
            home.resolve("control"),
            System::nanoTime);
    commands = new FleetCommands(bridge.slots());
    own = consul.appConsul("emperor");
    turns = new RolloutTurns(own, bridge.slots());
  }

  private void guardHasFrozen() {
    placement.guardHasFrozen();
  }

  /**
   * Asks for the emperors.
   *
   * @return as {@link FleetBridge#view}
   */
  public CompletionStage<FleetView> members() {
    return bridge.view();
  }

  /**
   * Asks for the instances.
   *
   * @return as {@link FleetBridge#view}
   */
  public CompletionStage<VassalInFleet.View> instances() {
    return bridge.asked("looking at the instances of the fleet", commands::view);
  }

  /**
   * Has something done with the fleet.
   *
   * @param what the call in words
   * @param deed may throw a {@link io.emperor.fleet.FleetRefusedException}
   * @return completed when that is done, as {@link FleetBridge#view}
   */
  public CompletionStage<Boolean> command(String what, Consumer<FleetCommands> deed) {
    return bridge.asked(
        what,
        () -> {
          deed.accept(commands);
          return true;
        });
  }

  VassalListener arrivals() {
    return placement.arrivals();
  }

  Turns turns() {
    return turns;
  }

  Slots slots() {
    return placement;
  }

  /** Takes the wish of an instance for another one beside it. Does not wait. */
  void reinforce(Instance by) {
    placement.reinforce(new SlotId(by.vassal(), by.number()));
  }

  Fencing fencing() {
    return guard;
  }

  List<String> stalled() {
    return placement.stalled();
  }

  void start() {
    placement.start();
  }

  /** Hands every instance over to other emperors, as well as it can within a minute. */
  void drain() {
    placement.drain(DRAIN);
  }

  /** Decides nothing any more. */
  void close() {
    placement.close();
    turns.close();
    own.close();
  }

  /** Gives back every slot, once nothing runs in any. */
  void vacate() {
    placement.vacate();
    guard.close();
  }
}
