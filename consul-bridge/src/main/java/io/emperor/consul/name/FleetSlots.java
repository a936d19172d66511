package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.KeyValue;
import io.emperor.api.Watch;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseKeeper;
import io.emperor.consul.lease.LeaseObserver;
import io.emperor.consul.lease.Need;
import io.emperor.consul.lease.Operation;
import io.emperor.consul.lease.Tenure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The slots of the fleet: what everybody has, and what this emperor claims and gives back. Safe for
 * use by many threads, but for {@link #observe}.
 */
public final class FleetSlots {

  private final LeaseContext context;
  private final LeaseKeeper keeper;
  private final LeaseObserver observer;
  private final SlotTable table;
  private final KeyWatch below;
  private final Map<String, Runnable> observed = new HashMap<>();

  FleetSlots(
      LeaseContext context,
      LeaseKeeper keeper,
      LeaseObserver observer,
      SlotTable table,
      KeyWatch below) {
    this.context = context;
    this.keeper = keeper;
    this.observer = observer;
    this.table = table;
    this.below = below;
  }

  /** This emperor's name. */
  public String emperor() {
    return context.emperor();
  }

  /** The key of K/V that says with which change of a vassal's inputs an emperor has failed last. */
  public String rolloutKey(String vassal) {
    return context.keys().rollout(vassal);
  }

  /** Who is told of this emperor's slots from now on. */
  public void tells(SlotListener listener) {
    table.tells(listener);
  }

  /** Has the listener told of every change of emperors and slots until the answers are closed. */
  public List<Watch> watch(SlotListener listener) {
    FleetKeys keys = context.keys();
    return List.of(
        below.begin(keys.instances(), listener::changed),
        below.begin(keys.emperors(), listener::changed));
  }

  /**
   * Looks at all of it, as Consul's leader has it.
   *
   * @throws ConsulException if it can't be read
   */
  public FleetSnapshot look() {
    FleetKeys keys = context.keys();
    List<KeyValue> emperors = context.store().list(keys.emperors());
    return FleetSnapshot.of(keys, emperors, context.store().list(keys.instances()));
  }

  /** Has the emperor's lease kept until it is closed. */
  public Need need() {
    return keeper.need();
  }

  /** Whether the emperor's lease is held, and slots can be claimed under it now. */
  public boolean takesClaims() {
    return keeper.takesClaims();
  }

  /** Has the leases of these emperors watched, and of no others: they are taken over from. */
  public void observe(Set<String> emperors) {
    for (String gone : Set.copyOf(observed.keySet())) {
      if (!emperors.contains(gone)) {
        observed.remove(gone).run();
      }
    }
    for (String name : emperors) {
      if (!name.equals(context.emperor())) {
        observed.computeIfAbsent(name, observer::watch);
      }
    }
  }

  /** The slots that are this emperor's, those too of which it is not certain now. */
  public List<HeldSlot> own() {
    return table.all();
  }

  /** Takes what another has given to this emperor. */
  public Optional<HeldSlot> adopt(SlotId id, FleetSnapshot.Slot slot) {
    return table.adopt(id, slot.entry());
  }

  /**
   * Begins to claim a slot, if nobody has it. The listener is told when that has come to an end.
   *
   * @throws ConsulException if it can't be known whether somebody has it
   */
  public void claim(SlotId id, FleetSnapshot snapshot) {
    table.claim(id, Optional.ofNullable(snapshot.slots().get(id)).map(FleetSnapshot.Slot::entry));
  }

  /** Whether a slot of a vassal is being claimed: what comes of it is not known yet. */
  public boolean isClaiming(String vassal) {
    return table.isClaiming(vassal);
  }

  /** Gives a slot to another emperor; done with whether that has happened. */
  public CompletableFuture<Boolean> give(HeldSlot slot, String emperor, FleetSnapshot.Emperor to) {
    return table.give(slot, emperor, to);
  }

  /** Gives a slot back: nothing runs in it any more. */
  public void vacate(HeldSlot slot) {
    table.vacate(slot);
  }

  /**
   * Says what this emperor can run and runs.
   *
   * @return whether it was written; not without the lease
   * @throws ConsulException if it can't be written
   */
  public boolean report(byte[] report) {
    return underLease(
        "reporting to the fleet", Operation.set(context.keys().report(context.emperor()), report));
  }

  /**
   * Says how many instances of a vassal there are since it asked for more.
   *
   * @param index of the key as it was read, 0 if there was none
   * @return whether it was written; not without the lease, nor if somebody else was first
   * @throws ConsulException if it can't be written
   */
  public boolean reinforce(String vassal, byte[] number, long index) {
    return underLease(
        "reinforcing '" + vassal + "'",
        Operation.cas(context.keys().reinforcement(vassal), number, index));
  }

  /**
   * Forgets that there were more instances of a vassal than its files say.
   *
   * @param index of the key as it was read
   * @throws ConsulException if it can't be removed
   */
  public void forgetReinforcement(String vassal, long index) {
    boolean unused =
        underLease(
            "forgetting reinforcements of '" + vassal + "'",
            Operation.delete(context.keys().reinforcement(vassal), index));
  }

  private boolean underLease(String what, Operation operation) {
    Optional<Tenure> tenure = keeper.held();
    return tenure.isPresent()
        && context
            .store()
            .commit(
                what,
                List.of(Operation.check(context.ownKey(), tenure.get().hold().epoch()), operation))
            .isApplied();
  }

  /**
   * Says how many instances of a vassal there should be, also where it has asked for more.
   *
   * @throws ConsulException if it can't be written
   */
  public void scale(String vassal, byte[] wanted) {
    write(
        "scaling '" + vassal + "'",
        Operation.set(context.keys().scale(vassal), wanted),
        Operation.delete(context.keys().reinforcement(vassal)));
  }

  /**
   * Says that an emperor is to run no instances.
   *
   * @throws ConsulException if it can't be written
   */
  public void drain(String emperor, byte[] words) {
    write("draining '" + emperor + "'", Operation.set(context.keys().drain(emperor), words));
  }

  /**
   * Says that an emperor may run instances again.
   *
   * @throws ConsulException if it can't be written
   */
  public void undrain(String emperor) {
    write("undraining '" + emperor + "'", Operation.delete(context.keys().drain(emperor)));
  }

  private void write(String what, Operation... operations) {
    if (!context.store().commit(what, List.of(operations)).isApplied()) {
      throw new ConsulException(Kind.CONFLICT, Applied.NO, what + " was refused", null);
    }
  }
}
