package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.KeyValue;
import io.emperor.consul.http.Failures;
import io.emperor.consul.lease.Claim;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.LeaseKeeper;
import io.emperor.consul.lease.LeaseWriter;
import io.emperor.consul.lease.Need;
import io.emperor.consul.lease.Operation;
import io.emperor.consul.lease.Records;
import io.emperor.consul.lease.Records.NameRecord;
import io.emperor.consul.lease.Tenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names that this emperor's apps have. Consul's keys decide between emperors, this table
 * between the apps of one. Safe for use by many threads.
 */
final class NameRegistry implements LeaseWriter.HeldNames {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LeaseContext context;
  private final LeaseKeeper keeper;
  private final NameJudge judge;
  private final Leftovers leftovers;
  private final ConcurrentSkipListMap<String, Reservation> table = new ConcurrentSkipListMap<>();
  private volatile @Nullable NameService service;
  private volatile Runnable freed = () -> {};
  private final ProofRounds rounds = new ProofRounds();

  /** A name that an app of this emperor has, or is about to get. */
  private static final class Reservation {
    private final AppIdentity app;
    private final CompletableFuture<Optional<HeldName>> name = new CompletableFuture<>();

    Reservation(AppIdentity app) {
      this.app = app;
    }

    @Nullable HeldName got() {
      return name.isDone() && !name.isCompletedExceptionally() ? name.join().orElse(null) : null;
    }
  }

  NameRegistry(LeaseContext context, LeaseKeeper keeper, Leftovers leftovers) {
    this.context = context;
    this.keeper = keeper;
    this.leftovers = leftovers;
    this.judge = new NameJudge(context);
  }

  /**
   * Says what is made after this.
   *
   * @param names keep what is made here
   * @param told runs when a name is free that another app of this emperor may wait for
   */
  void keptBy(NameService names, Runnable told) {
    service = names;
    freed = told;
  }

  @Override
  public int count() {
    return (int) table.values().stream().filter(each -> each.got() != null).count();
  }

  /**
   * Tries to get a name once.
   *
   * @param what the call in words
   * @param deadline by the monotonic clock
   * @throws ConsulException if it can't be known
   */
  Attempt register(AppIdentity app, String what, String name, String value, long deadline) {
    String key = context.keys().name(name);
    Reservation mine = new Reservation(app);
    while (true) {
      Reservation other = table.putIfAbsent(key, mine);
      if (other == null) {
        return reserved(mine, new Wanted(what, name, key, value), deadline);
      }
      if (other.app != app) {
        return new Attempt.Taken(context.emperor(), null);
      }
      Optional<HeldName> got = await(what, other, deadline).filter(HeldName::held);
      if (got.isPresent()) {
        return new Attempt.Got(got.get());
      }
      table.remove(key, other);
    }
  }

  private record Wanted(String what, String name, String key, String value) {}

  private static Optional<HeldName> await(String what, Reservation other, long deadline) {
    try {
      return other.name.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return Optional.empty();
    } catch (TimeoutException e) {
      throw unanswered(what, Applied.NO, "another call of the same app has not come back", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered(what, Applied.NO, "the thread was interrupted", e);
    }
  }

  private static ConsulException unanswered(
      String what, Applied applied, String how, @Nullable Throwable cause) {
    return new ConsulException(Kind.UNAVAILABLE, applied, what + " failed: " + how, cause);
  }

  private Attempt reserved(Reservation mine, Wanted wanted, long deadline) {
    Attempt attempt = null;
    Need need = keeper.need();
    try {
      attempt = claimed(mine.app, wanted, deadline);
      return attempt;
    } finally {
      if (attempt instanceof Attempt.Got got) {
        got.name().keeps(need);
        mine.name.complete(Optional.of(got.name()));
        // The lease may have been lost before the name stood in the table.
        if (!got.name().tenure().isHeld()) {
          lose(wanted.key(), mine, "the lease was lost");
        }
      } else {
        table.remove(wanted.key(), mine);
        mine.name.complete(Optional.empty());
        need.close();
      }
    }
  }

  private Attempt claimed(AppIdentity app, Wanted wanted, long deadline) {
    while (true) {
      Tenure tenure = keeper.await(wanted.what(), deadline);
      Verdict verdict =
          repeated(
              () -> judge.judge(wanted.key(), context.store().read(wanted.key()), tenure.hold()),
              deadline);
      if (verdict instanceof Verdict.Held held) {
        return new Attempt.Taken(held.holder().emperor(), null);
      }
      if (verdict instanceof Verdict.Unclear unclear) {
        LeaseHold holder = unclear.holder();
        return new Attempt.Taken(holder == null ? null : holder.emperor(), unclear.pause());
      }
      Optional<HeldName> got = claim(app, wanted, ((Verdict.Free) verdict).index(), deadline);
      if (got.isPresent()) {
        return new Attempt.Got(got.get());
      }
    }
  }

  /**
   * The lease's requests are short of patience, and a caller has more: what failed is tried again.
   */
  private static <T> T repeated(Supplier<T> read, long deadline) {
    while (true) {
      try {
        return read.get();
      } catch (ConsulException e) {
        boolean late = deadline - System.nanoTime() < PAUSE_NANOS;
        if (e.kind() != Kind.UNAVAILABLE || late || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private Optional<HeldName> claim(AppIdentity app, Wanted wanted, long index, long deadline) {
    String id = UUID.randomUUID().toString();
    Claim claim =
        new Claim(
            hold ->
                List.of(
                    Operation.cas(
                        wanted.key(), Records.bytes(record(id, hold, app, wanted)), index)));
    keeper.submit(claim);
    Claim.Result result = await(claim, wanted, id, deadline);
    if (result instanceof Claim.Result.Applied applied) {
      long fence = applied.committed().index(wanted.key());
      return Optional.of(name(app, wanted, fence, applied.tenure()));
    }
    // An earlier try of the same claim may be why it was refused.
    Tenure tenure = ((Claim.Result.Refused) result).tenure();
    try {
      return repeated(() -> context.store().read(wanted.key()), deadline)
          .filter(entry -> isOf(entry, id, tenure))
          .map(entry -> name(app, wanted, entry.modifyIndex(), tenure));
    } catch (ConsulException e) {
      leftovers.settle(wanted.key(), id);
      throw unanswered(wanted.what(), Applied.UNKNOWN, String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isOf(KeyValue entry, String id, Tenure tenure) {
    return Records.read(entry, NameRecord.class)
        .filter(found -> found.id().equals(id) && found.hold().equals(tenure.hold()))
        .isPresent();
  }

  private HeldName name(AppIdentity app, Wanted wanted, long fence, Tenure tenure) {
    return new HeldName(wanted.name(), fence, tenure, app, Objects.requireNonNull(service));
  }

  private Records.NameRecord record(String id, LeaseHold hold, AppIdentity app, Wanted wanted) {
    return new NameRecord(
        id,
        hold.emperor(),
        context.run(),
        hold.epoch(),
        context.times().duration().toMillis(),
        app.vassal(),
        app.serviceId(),
        app.serviceName(),
        wanted.value());
  }

  private Claim.Result await(Claim claim, Wanted wanted, String id, long deadline) {
    Throwable cause;
    try {
      return claim.result().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      cause = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cause = e;
    } catch (ExecutionException e) {
      cause = e;
    }
    claim.abandon();
    ConsulException problem = keeper.problem();
    String seen = problem == null ? "no renewal was acknowledged in time" : problem.getMessage();
    if (claim.isSent()) {
      leftovers.settle(wanted.key(), id);
      throw unanswered(
          wanted.what(),
          Applied.UNKNOWN,
          Failures.oneLine(seen + "; the name is removed if it was registered"),
          cause);
    }
    throw unanswered(wanted.what(), Applied.NO, Failures.oneLine(String.valueOf(seen)), cause);
  }

  /** Gives names back, and waits for Consul's word for a while. */
  void release(Collection<HeldName> names, Duration limit) {
    List<CompletableFuture<?>> confirmed = new ArrayList<>();
    for (HeldName name : names) {
      String key = context.keys().name(name.name());
      Reservation reservation = table.get(key);
      if (name.end() && reservation != null && reservation.got() == name) {
        confirmed.add(
            leftovers
                .release(key, name.fence())
                .whenComplete((done, failure) -> free(key, reservation)));
      }
      name.letsGo();
    }
    try {
      CompletableFuture.allOf(confirmed.toArray(CompletableFuture[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // It is tried until Consul has said that it is not this emperor's any more.
    }
  }

  /** Other apps of this emperor may have it now: they hear nothing of that from Consul. */
  private boolean free(String key, Reservation reservation) {
    boolean was = table.remove(key, reservation);
    if (was) {
      freed.run();
    }
    return was;
  }

  private void lose(String key, Reservation reservation, String how) {
    HeldName name = reservation.got();
    if (name == null || !free(key, reservation)) {
      return;
    }
    name.lost(how);
    name.letsGo();
  }

  /** The lease is lost, and every name with it. */
  void lost(Tenure tenure, String how) {
    table.forEach(
        (key, reservation) -> {
          HeldName name = reservation.got();
          if (name != null && name.tenure() == tenure) {
            lose(key, reservation, how);
            // The epoch may go on, and then nobody else would be free to take it.
            var unused = leftovers.release(key, name.fence());
          }
        });
  }

  /** A name is not the app's any more, as a write with it has shown. */
  void disproved(HeldName name, String how) {
    String key = context.keys().name(name.name());
    Reservation reservation = table.get(key);
    if (reservation != null && reservation.got() == name) {
      lose(key, reservation, how);
    } else {
      name.lost(how);
    }
    var unused = leftovers.release(key, name.fence());
  }

  @Override
  public Map<String, Long> some(int most) {
    return rounds.next(
        table,
        most,
        reservation -> {
          HeldName name = reservation.got();
          return name != null && name.held() ? name.fence() : null;
        });
  }

  @Override
  public void disproved(Collection<String> keys) {
    for (String key : keys) {
      Reservation reservation = table.get(key);
      if (reservation != null) {
        lose(key, reservation, key + " was written or removed by somebody else");
      }
    }
  }
}
