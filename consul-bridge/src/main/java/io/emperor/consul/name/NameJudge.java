package io.emperor.consul.name;

import io.emperor.api.KeyValue;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.Observation;
import io.emperor.consul.lease.Records;
import io.emperor.consul.lease.Records.EmperorRecord;
import io.emperor.consul.lease.Records.LeaseRecord;
import io.emperor.consul.lease.Records.NameRecord;
import io.emperor.consul.lease.Records.State;
import io.emperor.consul.name.Verdict.Free;
import io.emperor.consul.name.Verdict.Held;
import io.emperor.consul.name.Verdict.Unclear;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a name can be claimed. A holder whose epoch is over has lost it for good. That a key
 * is missing or can't be read is no evidence: whoever was seen to have it may still count on it,
 * for as long as its lease takes. Safe for use by many threads.
 */
final class NameJudge {

  /** What is remembered of names, at most. */
  private static final int MOST = 10_000;

  private final LeaseContext context;
  private final Map<String, Seen> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > MOST;
        }
      };

  /** The last holder that was seen of a name, and since when its key is not as it was. */
  private record Seen(NameRecord holder, long fence, Observation since) {}

  NameJudge(LeaseContext context) {
    this.context = context;
  }

  /**
   * Looks at a name.
   *
   * @param own this emperor's lease
   */
  Verdict judge(String key, Optional<KeyValue> entry, LeaseHold own) {
    Optional<NameRecord> record = entry.flatMap(found -> Records.read(found, NameRecord.class));
    if (record.isEmpty()) {
      return entry.isEmpty() ? missing(key) : unreadable(key, entry.get().modifyIndex());
    }
    long index = entry.get().modifyIndex();
    NameRecord holder = record.get();
    // Of this emperor's names only those of this epoch are held, and these it knows by itself.
    if (holder.emperor().equals(own.emperor())) {
      forget(key);
      return new Free(index);
    }
    Optional<KeyValue> emperor = context.store().read(context.keys().emperor(holder.emperor()));
    if (emperor.filter(found -> isOver(found, holder)).isPresent()) {
      forget(key);
      return new Free(index);
    }
    Observation since = remember(key, holder, index).since();
    long seen = emperor.map(KeyValue::modifyIndex).orElse(0L);
    since.see(seen);
    return seen == holder.epoch() ? new Held(holder.hold()) : unclear(key, since, holder, index);
  }

  /**
   * Whether an epoch has ended as epochs do: by who held the lease, or by another after it had
   * lapsed. An emperor's key that somebody else has removed or written ends it too, but the emperor
   * has to notice that first.
   */
  private static boolean isOver(KeyValue emperor, NameRecord holder) {
    return Records.read(emperor, EmperorRecord.class)
        .filter(record -> record.state() != State.LIVE || !record.run().equals(holder.run()))
        .isPresent();
  }

  private Verdict unclear(String key, Observation since, NameRecord holder, long index) {
    Duration left = duration(holder).minus(since.unchanged());
    if (left.isNegative() || left.isZero()) {
      forget(key);
      return new Free(index);
    }
    return new Unclear(left, holder.emperor().isEmpty() ? null : holder.hold());
  }

  private Duration duration(NameRecord holder) {
    Duration own = context.times().duration();
    Duration other = Duration.ofMillis(Math.max(0, holder.duration()));
    return own.compareTo(other) > 0 ? own : other;
  }

  /** Nobody has it, or somebody has removed the key of one who has. */
  private Verdict missing(String key) {
    Seen before = remembered(key);
    if (before == null || isReleased(before)) {
      forget(key);
      return new Free(0);
    }
    before.since().see(0);
    return unclear(key, before.since(), before.holder(), 0);
  }

  /** The lease first: an emperor that leaves removes it in the moment in which it says so. */
  private boolean isReleased(Seen before) {
    NameRecord holder = before.holder();
    return context
            .store()
            .read(context.keys().lease(holder.emperor()))
            .flatMap(lease -> Records.read(lease, LeaseRecord.class))
            .filter(lease -> lease.released().contains(before.fence()))
            .isPresent()
        || context
            .store()
            .read(context.keys().emperor(holder.emperor()))
            .filter(found -> isOver(found, holder))
            .isPresent();
  }

  /** Somebody else has written it: whoever had it notices, and may not have done so yet. */
  private Verdict unreadable(String key, long index) {
    Seen before = remembered(key);
    Seen now =
        before == null
            ? remember(key, new NameRecord("", "", "", 0, 0, "", "", "", ""), index)
            : before;
    now.since().see(-index);
    return unclear(key, now.since(), now.holder(), index);
  }

  private synchronized @Nullable Seen remembered(String key) {
    return seen.get(key);
  }

  private synchronized Seen remember(String key, NameRecord holder, long fence) {
    Seen before = seen.get(key);
    if (before != null && before.fence() == fence && before.holder().equals(holder)) {
      return before;
    }
    Seen now = new Seen(holder, fence, new Observation(context.clock().nanos()));
    seen.put(key, now);
    return now;
  }

  private synchronized void forget(String key) {
    seen.remove(key);
  }
}
