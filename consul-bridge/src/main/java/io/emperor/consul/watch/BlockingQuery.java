package io.emperor.consul.watch;

import io.emperor.base.TokenBucket;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.UnreadableAnswer;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.watch.QueryHttp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * One question that is asked again and again, and what Consul said last. Whatever goes wrong, that
 * stays. Safe for use by many threads; {@link #turn} is called by one at a time.
 */
final class BlockingQuery<T> {

  /** How long an agent's own view is believed that nothing is new. */
  private static final Duration LONGEST_UNSURE = Duration.ofSeconds(10);

  private final Query<T> query;
  private final WatchContext watching;
  private final TokenBucket bucket;
  private final QueryTrouble trouble;
  private final Set<Asker> askers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger epoch = new AtomicInteger();
  private volatile @Nullable QueryAnswer<T> answer;
  private volatile @Nullable PendingRequest pending;
  private volatile boolean ended;
  private volatile boolean failing;
  private int failures; // of the turns alone
  private long index; // of the turns alone

  /** Somebody who wants to know. */
  interface Asker {
    /** Called after every answer, also when it says the same; must not block. */
    void answered();
  }

  BlockingQuery(Query<T> query, WatchContext watching) {
    this.query = query;
    this.watching = watching;
    this.trouble = new QueryTrouble(query);
    this.bucket = new TokenBucket(10, Duration.ofMillis(100), watching.clock());
  }

  Query<T> query() {
    return query;
  }

  /** The last known answer, {@code null} before the first. */
  @Nullable QueryAnswer<T> answer() {
    return answer;
  }

  /** The last answer if it was asked for after the emperor's own last write to it. */
  @Nullable QueryAnswer<T> fresh() {
    QueryAnswer<T> last = answer;
    return last != null && last.epoch() == epoch.get() ? last : null;
  }

  boolean isFailing() {
    return failing;
  }

  void add(Asker asker) {
    askers.add(asker);
  }

  /** Forgets an asker; {@code true} if nobody asks any more. */
  boolean remove(Asker asker) {
    askers.remove(asker);
    return askers.isEmpty();
  }

  /** Asks no more, and cancels what is under way. */
  void end() {
    ended = true;
    callBack();
  }

  /** What is known is older than a write of the emperor's own: asks again, now. */
  void outdated() {
    epoch.incrementAndGet();
    PendingRequest now = pending;
    if (now != null && now.isWaiting()) {
      now.callBack();
    }
  }

  /** The request under way, if there is one. */
  @Nullable PendingRequest pending() {
    return pending;
  }

  private void callBack() {
    PendingRequest now = pending;
    if (now != null) {
      now.callBack();
    }
  }

  /**
   * Asks once.
   *
   * @param longest how long the agent may wait for a change
   * @return nanoseconds until the next turn; negative when there is none
   */
  long turn(Duration longest) {
    if (ended) {
      return -1;
    }
    AgentAddress agent = watching.route().first();
    try {
      ask(agent, longest);
      trouble.over();
      failures = 0;
      failing = false;
    } catch (IOException e) {
      failed(agent, e);
    } catch (Throwable t) {
      failed(agent, new UnreadableAnswer(t));
    } finally {
      pending = null;
    }
    long pause = bucket.take();
    return failures == 0 ? pause : Math.max(pause, backoff());
  }

  private long backoff() {
    return TimeUnit.MILLISECONDS.toNanos(watching.backoff().millis(failures));
  }

  private void ask(AgentAddress agent, Duration longest) throws IOException {
    int asked = epoch.get();
    QueryAnswer<T> known = answer;
    boolean outdated = known != null && known.epoch() != asked;
    // After a failure at once, too: it is time to know what happened meanwhile.
    QueryOptions options =
        outdated
            ? QueryOptions.ofTheLeader()
            : new QueryOptions(failing ? 0 : index, longest, watching.mode());
    Reply<T> reply = send(agent, options, asked);
    if (Long.compareUnsigned(reply.index(), index) < 0 && !outdated) {
      // A server or a view that lags behind, or a cluster that was wiped: the leader knows.
      adopt(send(agent, QueryOptions.ofTheLeader(), asked), asked);
    } else if (reply.isStreamed()) {
      adoptStreamed(agent, reply, asked);
    } else {
      adopt(reply, asked);
    }
  }

  /**
   * What is new in the agent's view was sent by a server. That nothing is new, a view says as well
   * that has lost its server or hangs; and it never makes sure of the leader, whatever it is told.
   */
  private void adoptStreamed(AgentAddress agent, Reply<T> reply, int asked) throws IOException {
    boolean consistent = watching.mode() == ConsistencyMode.CONSISTENT;
    boolean isNews = Long.compareUnsigned(reply.index(), index) > 0;
    if (isNews && !consistent) {
      adopt(reply, asked);
    } else if (consistent || isOld(answer)) {
      Reply<T> sure = send(agent, QueryOptions.now(watching.mode()), asked);
      // Indexes of the view and of the servers differ: what comes next is the view's.
      boolean same = sure.value().equals(reply.value());
      adopt(same ? reply : sure, asked);
    }
  }

  private boolean isOld(@Nullable QueryAnswer<T> known) {
    long now = watching.clock().getAsLong();
    return known == null || now - known.confirmedAt() >= LONGEST_UNSURE.toNanos();
  }

  private Reply<T> send(AgentAddress agent, QueryOptions options, int asked) throws IOException {
    Call call = watching.http().call(agent, query, options);
    PendingRequest now =
        new PendingRequest(agent, call, options.longest(), watching.clock().getAsLong());
    pending = now;
    if (ended || (epoch.get() != asked && now.isWaiting())) {
      now.callBack();
    }
    return watching.http().reply(call, query);
  }

  private void adopt(Reply<T> reply, int asked) {
    QueryAnswer<T> known = answer;
    T value = known != null && known.value().equals(reply.value()) ? known.value() : reply.value();
    index = reply.index();
    answer = new QueryAnswer<>(value, watching.clock().getAsLong(), asked);
    askers.forEach(this::tell);
  }

  private void tell(Asker asker) {
    try {
      asker.answered();
    } catch (Throwable t) {
      trouble.unheard(t);
    }
  }

  private void failed(AgentAddress agent, IOException failure) {
    PendingRequest now = pending;
    if (ended || (now != null && now.isCalledBack())) {
      return;
    }
    failures++;
    failing = true;
    trouble.failed(agent, failure);
    if (isOfTheAgent(failure)) {
      watching.route().failed(agent, failure);
    }
  }

  /** Whether another agent may do better. */
  private static boolean isOfTheAgent(IOException failure) {
    return !(failure instanceof UnreadableAnswer) && Failures.isAgents(failure);
  }
}
