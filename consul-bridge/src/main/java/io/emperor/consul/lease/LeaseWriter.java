package io.emperor.consul.lease;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.KeyValue;
import io.emperor.base.SafeText;
import io.emperor.consul.lease.LeaseClock.Moment;
import io.emperor.consul.lease.Records.EmperorRecord;
import io.emperor.consul.lease.Records.LeaseRecord;
import io.emperor.consul.lease.Records.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes this emperor's lease. Its own key says who holds it, and since which epoch: nobody else
 * writes that key but to take over, and then the epoch is over for good. The lease's key changes
 * with every renewal, so that others see that it is alive. Both, and the marker, are looked at in
 * one transaction with everything that is claimed. Used by one thread.
 */
public final class LeaseWriter {

  private static final Logger log = LoggerFactory.getLogger(LeaseWriter.class);

  /** The operations of a renewal before what is claimed. */
  private static final int OWN = 3;

  /** How many names are made sure of with one renewal. */
  private static final int PROOFS = 24;

  /** How many operations of claims go with one renewal. */
  public static final int ROOM = Operation.MOST - OWN - PROOFS;

  /** After how many renewals all names have been made sure of. */
  private static final int ROUND = 3;

  /** How many names that were given back a lease remembers for those who wait. */
  private static final int RELEASED = 48;

  private final LeaseContext context;
  private final Claims claims;
  private final HeldNames names;
  private final Marker marker;
  private final String since;
  private final Observation predecessor;
  private final Deque<Long> released = new ArrayDeque<>();
  private final Map<Long, Moment> unanswered = new HashMap<>();
  private long sequence;
  private long leaseIndex;
  private long ownIndex; // of what this run wrote last to its own key; 0 if that is not known

  /** The names that are held under the lease. Safe for use by many threads. */
  public interface HeldNames {

    /** Some of their keys with their fences, others each time until it was all of them. */
    Map<String, Long> some(int most);

    /** How many there are. */
    int count();

    /** A key is not what it was: somebody has written or removed it. */
    void disproved(Collection<String> keys);
  }

  public LeaseWriter(LeaseContext context, Claims claims, HeldNames names, String since) {
    this.context = context;
    this.claims = claims;
    this.names = names;
    this.since = since;
    this.marker = new Marker(context);
    this.predecessor = new Observation(context.clock().nanos());
  }

  /**
   * Gets the lease, if that is possible now.
   *
   * @return the tenure; empty if an earlier one is not over yet
   * @throws LeaseLost if another emperor of the same name is alive
   */
  public Optional<Tenure> acquire() throws LeaseLost {
    unanswered.clear();
    ownIndex = 0;
    boolean unused = marker.look();
    Optional<KeyValue> key = context.store().read(context.ownKey());
    Optional<EmperorRecord> own = key.flatMap(entry -> Records.read(entry, EmperorRecord.class));
    if (key.isEmpty() || own.filter(record -> record.state() != State.LIVE).isPresent()) {
      return begin(key.map(KeyValue::modifyIndex).orElse(0L), List.of());
    }
    return own.filter(this::isOfThisRun).isPresent()
        ? resume(key.get().modifyIndex())
        : succeed(key.get().modifyIndex(), own.orElse(null));
  }

  private boolean isOfThisRun(EmperorRecord record) {
    return record.run().equals(context.run());
  }

  private Optional<Tenure> begin(long index, List<Operation> conditions) {
    List<Operation> operations = new ArrayList<>(conditions);
    operations.add(marker.check());
    operations.add(Operation.cas(context.ownKey(), own(State.LIVE), index));
    operations.add(Operation.set(context.leaseKey(), lease()));
    Moment sentAt = context.now();
    Committed committed = context.store().commit("getting the emperor's lease", operations);
    if (!committed.isApplied()) {
      return Optional.empty();
    }
    leaseIndex = committed.index(context.leaseKey());
    ownIndex = committed.index(context.ownKey());
    return Optional.of(tenure(ownIndex, sentAt));
  }

  private Tenure tenure(long epoch, Moment sentAt) {
    LeaseHold hold = new LeaseHold(context.emperor(), epoch);
    return new Tenure(hold, context.clock(), context.times().renewDeadline(), sentAt);
  }

  /** Nobody has taken over: the epoch goes on. */
  private Optional<Tenure> resume(long epoch) {
    leaseIndex = context.store().read(context.leaseKey()).map(KeyValue::modifyIndex).orElse(0L);
    Moment sentAt = context.now();
    Committed committed =
        context.store().commit("getting the emperor's lease back", renewal(epoch));
    if (!committed.isApplied()) {
      return Optional.empty();
    }
    leaseIndex = committed.index(context.leaseKey());
    ownIndex = epoch;
    return Optional.of(tenure(epoch, sentAt));
  }

  /** Somebody of this emperor's name had it, who may be alive. */
  private Optional<Tenure> succeed(long ownKeyIndex, @Nullable EmperorRecord other)
      throws LeaseLost {
    long index = context.store().read(context.leaseKey()).map(KeyValue::modifyIndex).orElse(0L);
    predecessor.see(index);
    long duration = context.times().duration().toMillis();
    if (other != null) {
      duration = Math.max(duration, other.duration());
    }
    if (predecessor.unchanged().toMillis() >= duration) {
      return begin(ownKeyIndex, List.of(Operation.check(context.leaseKey(), index)));
    }
    if (predecessor.hasChanged()) {
      throw new LeaseLost(
          "another emperor named %s is alive in the fleet %s%s: give each a --name of its own"
              .formatted(context.emperor(), context.settings().fleet(), where(other)));
    }
    return Optional.empty();
  }

  private static String where(@Nullable EmperorRecord other) {
    String host = other == null ? null : other.labels().get("host");
    return host == null ? "" : ", on the host " + SafeText.line(host);
  }

  private byte[] own(State state) {
    FleetSettings settings = context.settings();
    return Records.bytes(
        new EmperorRecord(
            state,
            context.run(),
            context.times().duration().toMillis(),
            settings.labels(),
            settings.version(),
            settings.admin(),
            since,
            null));
  }

  private byte[] lease() {
    long duration = context.times().duration().toMillis();
    return Records.bytes(
        new LeaseRecord(context.run(), ++sequence, duration, List.copyOf(released)));
  }

  private List<Operation> renewal(long epoch) {
    return List.of(
        marker.check(),
        Operation.check(context.ownKey(), epoch),
        Operation.cas(context.leaseKey(), lease(), leaseIndex));
  }

  /**
   * Renews the lease, and writes with it what waits.
   *
   * @return whether there is more to write at once
   * @throws LeaseLost if it is this emperor's no more
   */
  public boolean renew(Tenure tenure) throws LeaseLost {
    List<Claim> batch = marker.isSettled() ? claims.take(ROOM, tenure.hold()) : List.of();
    Renewal renewal = new Renewal(tenure.hold(), batch, names.some(PROOFS));
    released.addAll(renewal.releases);
    while (released.size() > RELEASED) {
      released.removeFirst();
    }
    Moment sentAt = context.now();
    List<Operation> operations = new ArrayList<>(renewal(tenure.hold().epoch()));
    unanswered.put(sequence, sentAt);
    operations.addAll(renewal.operations);
    Committed committed = sent(operations, batch);
    if (committed.isApplied()) {
      applied(tenure, sentAt, renewal, committed);
      prove(tenure);
      return !claims.isEmpty();
    }
    refused(tenure, renewal, committed);
    return true;
  }

  private Committed sent(List<Operation> operations, List<Claim> batch) {
    try {
      batch.forEach(Claim::sending);
      return context.store().commit("renewing the emperor's lease", operations);
    } catch (ConsulException e) {
      if (e.kind() == Kind.INVALID) {
        // Whatever Consul does not take of it: the lease must not be lost by it.
        batch.forEach(claim -> claim.result().completeExceptionally(e));
      }
      claims.giveBack(batch);
      throw e;
    }
  }

  /** Makes sure of the names for which a renewal has no room, without a write. */
  private void prove(Tenure tenure) {
    long enough = context.times().retryPeriod().toNanos() / 2;
    int left = names.count() / ROUND - PROOFS;
    try {
      while (left > 0 && claims.isEmpty() && tenure.age() < enough) {
        Map<String, Long> some = names.some(Math.min(left, Operation.MOST));
        List<String> keys = List.copyOf(some.keySet());
        List<Operation> looks =
            keys.stream().map(key -> Operation.check(key, some.getOrDefault(key, 0L))).toList();
        Committed committed = context.store().commit("looking at names", looks);
        names.disproved(committed.refused().stream().map(keys::get).toList());
        left -= Operation.MOST;
      }
    } catch (ConsulException e) {
      log.debug("Names are looked at with the next renewal: {}", e.getMessage());
    }
  }

  private void applied(Tenure tenure, Moment sentAt, Renewal renewal, Committed committed) {
    boolean isLate = tenure.sentAt().until(sentAt) > 2 * context.times().retryPeriod().toNanos();
    leaseIndex = committed.index(context.leaseKey());
    unanswered.clear();
    tenure.renewed(sentAt);
    context.meters().renewed(isLate);
    renewal.batch.forEach(
        claim -> claim.result().complete(new Claim.Result.Applied(tenure, committed)));
  }

  private void refused(Tenure tenure, Renewal renewal, Committed committed) throws LeaseLost {
    List<Claim> unsettled = new ArrayList<>();
    boolean isOwn = committed.refused().stream().anyMatch(position -> position < OWN);
    for (Claim claim : renewal.batch) {
      if (!isOwn && renewal.isRefused(claim, committed)) {
        claim.result().complete(new Claim.Result.Refused(tenure));
      } else {
        unsettled.add(claim);
      }
    }
    claims.giveBack(unsettled);
    if (isOwn) {
      settle(tenure);
    } else {
      names.disproved(renewal.disproved(committed));
    }
  }

  /** Finds out what an earlier renewal has done of which nothing was heard, or who else wrote. */
  private void settle(Tenure tenure) throws LeaseLost {
    if (!marker.look()) {
      throw new LeaseLost("the keys below " + context.keys().root() + " were removed or put back");
    }
    Optional<KeyValue> own = context.store().read(context.ownKey());
    if (own.filter(key -> key.modifyIndex() == tenure.hold().epoch()).isEmpty()) {
      throw new LeaseLost(how(own));
    }
    Optional<KeyValue> lease = context.store().read(context.leaseKey());
    leaseIndex = lease.map(KeyValue::modifyIndex).orElse(0L);
    Optional<LeaseRecord> record =
        lease
            .flatMap(key -> Records.read(key, LeaseRecord.class))
            .filter(written -> written.run().equals(context.run()));
    if (record.isEmpty()) {
      log.warn(
          "{} was written or removed by somebody else; it is written again", context.leaseKey());
    }
    record.map(written -> unanswered.get(written.sequence())).ifPresent(tenure::renewed);
  }

  private String how(Optional<KeyValue> own) {
    if (own.isEmpty()) {
      return context.ownKey() + " was removed";
    }
    return own.flatMap(key -> Records.read(key, EmperorRecord.class))
        .map(
            record ->
                record.state() == State.DEAD
                    ? SafeText.line("the emperor " + record.by())
                        + " has taken over: this one was not seen to renew it for "
                        + record.duration()
                        + "ms"
                    : "another emperor named " + context.emperor() + " has got it")
        .orElse(context.ownKey() + " was written by somebody else");
  }

  /**
   * Gives the lease back, if this emperor has it. All that was held under it is free.
   *
   * @param state what the emperor is from now on
   */
  public void resign(State state) {
    if (ownIndex == 0) {
      return;
    }
    Committed committed = resignation(state);
    if (!committed.isApplied()) {
      // A renewal of which nothing was heard has written the lease's key.
      leaseIndex = context.store().read(context.leaseKey()).map(KeyValue::modifyIndex).orElse(0L);
      committed = resignation(state);
    }
    ownIndex = committed.index(context.ownKey());
  }

  /** One that comes late, when the lease was needed again and renewed meanwhile, does nothing. */
  private Committed resignation(State state) {
    return context
        .store()
        .commit(
            "giving the emperor's lease back",
            List.of(
                Operation.cas(context.ownKey(), own(state), ownIndex),
                Operation.delete(context.leaseKey(), leaseIndex)));
  }

  /** When claims can't be written yet: nanoseconds until they can. */
  public long nanosToClaims() {
    return marker.nanosToSettle();
  }

  /** One transaction: which of its operations belong to what. */
  private static final class Renewal {

    private final List<Claim> batch;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Long> releases = new ArrayList<>();
    private final Map<Claim, int[]> positions = new HashMap<>();
    private final List<String> proofs = new ArrayList<>();
    private final int firstProof;

    Renewal(LeaseHold hold, List<Claim> batch, Map<String, Long> names) {
      this.batch = batch;
      for (Claim claim : batch) {
        int first = OWN + operations.size();
        operations.addAll(claim.operations(hold));
        positions.put(claim, new int[] {first, OWN + operations.size()});
      }
      operations.stream().filter(Operation::removes).map(Operation::index).forEach(releases::add);
      firstProof = OWN + operations.size();
      // What is being given back in the same breath proves nothing.
      Set<String> written = operations.stream().map(Operation::key).collect(Collectors.toSet());
      names.forEach(
          (key, fence) -> {
            if (!written.contains(key)) {
              proofs.add(key);
              operations.add(Operation.check(key, fence));
            }
          });
    }

    boolean isRefused(Claim claim, Committed committed) {
      int[] range = positions.get(claim);
      return range != null
          && committed.refused().stream()
              .anyMatch(position -> position >= range[0] && position < range[1]);
    }

    List<String> disproved(Committed committed) {
      return committed.refused().stream()
          .filter(position -> position >= firstProof)
          .map(position -> proofs.get(position - firstProof))
          .toList();
    }
  }
}
