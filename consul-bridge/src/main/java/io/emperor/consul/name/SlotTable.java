package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.consul.lease.Claim;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.LeaseKeeper;
import io.emperor.consul.lease.LeaseWriter;
import io.emperor.consul.lease.Operation;
import io.emperor.consul.lease.Records;
import io.emperor.consul.lease.Records.NameRecord;
import io.emperor.consul.lease.Tenure;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The slots that this emperor has. A slot is what a name is, but that it is the emperor's own, and
 * that it outlasts a lapse of the lease after which nobody has taken over. Safe for use by many
 * threads.
 */
final class SlotTable implements LeaseWriter.HeldNames {

  /** So many fences that are over are remembered: a look may have begun before they were. */
  private static final int REMEMBERED = 4096;

  private final LeaseContext context;
  private final LeaseKeeper keeper;
  private final NameJudge judge;
  private final Leftovers leftovers;
  private final ConcurrentSkipListMap<String, HeldSlot> table = new ConcurrentSkipListMap<>();
  private final Map<String, Pending> claims = new ConcurrentHashMap<>();
  private final Set<Long> over = new LinkedHashSet<>(); // guarded by itself
  private final ProofRounds rounds = new ProofRounds();
  private volatile SlotListener listener = new Unheard();

  private record Pending(SlotId slot, String id, Claim claim) {}

  private static final class Unheard implements SlotListener {
    @Override
    public void heldUntil(long sinceBoot) {}

    @Override
    public void changed() {}

    @Override
    public void lapsed(HeldSlot slot, String how) {}

    @Override
    public void regained(HeldSlot slot) {}

    @Override
    public void lost(HeldSlot slot, String how) {}
  }

  SlotTable(LeaseContext context, LeaseKeeper keeper, Leftovers leftovers) {
    this.context = context;
    this.keeper = keeper;
    this.leftovers = leftovers;
    this.judge = new NameJudge(context);
  }

  void tells(SlotListener told) {
    listener = told;
  }

  Optional<HeldSlot> held(SlotId id) {
    return Optional.ofNullable(table.get(id.key(context.keys())));
  }

  List<HeldSlot> all() {
    return List.copyOf(table.values());
  }

  /**
   * Tries to get a slot, if nobody has it. Waits for two reads at most; what comes of it is told to
   * the listener.
   *
   * @param entry the slot's key as it was read
   * @throws ConsulException if it can't be known whether somebody has it
   */
  void claim(SlotId slot, Optional<KeyValue> entry) {
    String key = slot.key(context.keys());
    Tenure tenure = keeper.held().orElse(null);
    if (tenure == null || table.containsKey(key) || claims.containsKey(key)) {
      return;
    }
    if (judge.judge(key, entry, tenure.hold()) instanceof Verdict.Free free) {
      String id = UUID.randomUUID().toString();
      Claim claim =
          new Claim(
              hold ->
                  List.of(Operation.cas(key, Records.bytes(record(id, slot, hold)), free.index())));
      claims.put(key, new Pending(slot, id, claim));
      var unused =
          claim.result().whenComplete((result, failure) -> claimed(slot, key, id, result, failure));
      keeper.submit(claim);
    }
  }

  boolean isClaiming(String vassal) {
    return claims.values().stream().anyMatch(pending -> pending.slot().vassal().equals(vassal));
  }

  private NameRecord record(String id, SlotId slot, LeaseHold hold) {
    return new NameRecord(
        id,
        hold.emperor(),
        context.run(),
        hold.epoch(),
        context.times().duration().toMillis(),
        slot.vassal(),
        "",
        "",
        slot.toString());
  }

  private void claimed(SlotId slot, String key, String id, Claim.Result result, Throwable failure) {
    claims.remove(key);
    if (failure == null && result instanceof Claim.Result.Applied applied) {
      add(new HeldSlot(slot, key, applied.committed().index(key), applied.tenure()));
    } else if (failure == null) {
      // An earlier try of the same claim may be why it was refused.
      leftovers.settle(key, id);
    }
    listener.changed();
  }

  private void add(HeldSlot slot) {
    HeldSlot kept = table.putIfAbsent(slot.key(), slot);
    if (kept == null && !slot.tenure().isHeld()) {
      listener.lapsed(slot, "the emperor's lease has lapsed");
    }
  }

  /** A slot that the one who had it has given to this emperor. */
  Optional<HeldSlot> adopt(SlotId id, KeyValue entry) {
    Tenure tenure = keeper.held().orElse(null);
    LeaseHold hold = Records.read(entry, NameRecord.class).map(NameRecord::hold).orElse(null);
    if (tenure == null
        || !tenure.hold().equals(hold)
        || isOver(entry.modifyIndex())
        || claims.containsKey(entry.key())) {
      return Optional.empty();
    }
    add(new HeldSlot(id, entry.key(), entry.modifyIndex(), tenure));
    return held(id);
  }

  /**
   * Gives a slot to another emperor, in one transaction with a look at its lease.
   *
   * @param to the other one, as it was read
   * @return done with whether it is the other's now
   */
  CompletableFuture<Boolean> give(HeldSlot slot, String emperor, FleetSnapshot.Emperor to) {
    String id = UUID.randomUUID().toString();
    NameRecord given =
        new NameRecord(
            id,
            emperor,
            to.run(),
            to.epoch(),
            context.times().duration().toMillis(),
            slot.id().vassal(),
            "",
            "",
            slot.id().toString());
    Claim claim =
        new Claim(
            hold ->
                List.of(
                    Operation.check(context.keys().emperor(emperor), to.epoch()),
                    Operation.cas(slot.key(), Records.bytes(given), slot.fence())));
    keeper.submit(claim);
    return claim
        .result()
        .handle(
            (result, failure) -> {
              boolean isGiven = result instanceof Claim.Result.Applied;
              if (isGiven) {
                drop(slot, "it was given to " + emperor);
              }
              listener.changed();
              return isGiven;
            });
  }

  /** Gives a slot back; what ran in it has ended. */
  void vacate(HeldSlot slot) {
    if (drop(slot, "it was given back")) {
      var unused =
          leftovers
              .release(slot.key(), slot.fence())
              .whenComplete((done, failure) -> listener.changed());
    }
  }

  private boolean drop(HeldSlot slot, String how) {
    boolean was = table.remove(slot.key(), slot);
    synchronized (over) {
      over.add(slot.fence());
      if (over.size() > REMEMBERED) {
        over.remove(over.iterator().next());
      }
    }
    boolean unused = slot.lose(how);
    return was;
  }

  private boolean isOver(long fence) {
    synchronized (over) {
      return over.contains(fence);
    }
  }

  private void lost(HeldSlot slot, String how) {
    if (drop(slot, how)) {
      listener.lost(slot, how);
    }
  }

  /** The lease is held: slots of before are looked at, if its epoch is the same. */
  void begun(Tenure tenure) {
    renewed(tenure);
    for (HeldSlot slot : all()) {
      if (!slot.hold().equals(tenure.hold())) {
        lost(slot, "another emperor may have taken over");
      } else if (slot.tenure() != tenure) {
        regain(slot);
      }
    }
    listener.changed();
  }

  void renewed(Tenure tenure) {
    listener.heldUntil(tenure.heldUntil());
  }

  private void regain(HeldSlot slot) {
    Claim look = new Claim(hold -> List.of(Operation.check(slot.key(), slot.fence())));
    keeper.submit(look);
    var unused =
        look.result()
            .whenComplete(
                (result, failure) -> {
                  if (result instanceof Claim.Result.Applied applied
                      && applied.tenure().hold().equals(slot.hold())) {
                    slot.heldUnder(applied.tenure());
                    listener.regained(slot);
                  } else if (failure == null) {
                    lost(slot, "another emperor has it");
                  }
                });
  }

  /** The lease has lapsed. What is being claimed is not wanted any more. */
  void ended(Tenure tenure, String how) {
    listener.heldUntil(0);
    claims.forEach(
        (key, pending) -> {
          if (pending.claim().isSent()) {
            leftovers.settle(key, pending.id());
          }
          pending.claim().abandon();
        });
    for (HeldSlot slot : all()) {
      if (slot.tenure() == tenure) {
        listener.lapsed(slot, how);
      }
    }
  }

  @Override
  public int count() {
    return table.size();
  }

  @Override
  public Map<String, Long> some(int most) {
    return rounds.next(table, most, HeldSlot::fence);
  }

  @Override
  public void disproved(Collection<String> keys) {
    for (String key : keys) {
      HeldSlot slot = table.get(key);
      if (slot != null) {
        lost(slot, key + " was written or removed by somebody else");
      }
    }
  }
}
