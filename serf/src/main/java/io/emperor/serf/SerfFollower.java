package io.emperor.serf;

import io.emperor.base.Backoff;
import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a serf agent that lives: made again when it ends, after a tenth of a second at
 * first and five at last, with jitter. Each time it subscribes first and then reads the members, so
 * that nothing falls between. It asks every five seconds whether the agent is there, which then has
 * five to answer, and compares the members every thirty, whatever the agent tells.
 *
 * <p>The last known membership survives the agent's absence. User events and queries do not: serf
 * keeps them for nobody, and what goes round while this agent is away, or while nobody is connected
 * to it, was never heard. Nor does an agent that starts again tell a reader what it hears before
 * that has subscribed. Whoever needs the latest has to be told it again, or to keep it elsewhere.
 *
 * <p>A listener that is slower than its events for so long that {@link SerfClient} ends the
 * connection is told that the agent is away, and why, then that it is back: it knows that it has
 * missed something. Thread safe.
 */
public final class SerfFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SerfFollower.class);

  private final SerfAddress agent;
  private final @Nullable String authKey;
  private final String types;
  private final String queries;
  private final SerfListener listener;
  private final Pace pace;
  private final Object telling = new Object();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean away; // guarded by telling
  private volatile @Nullable List<Member> members; // written by whoever holds telling
  private volatile @Nullable SerfClient client;

  /**
   * How often it does what.
   *
   * @param look between two looks whether the agent is there
   * @param looksUntilCompare each of how many compares the members
   * @param limits of each connection
   */
  record Pace(Duration look, int looksUntilCompare, Limits limits) {

    static final Pace USUAL = new Pace(Duration.ofSeconds(5), 6, Limits.USUAL);
  }

  private SerfFollower(
      SerfAddress agent,
      @Nullable String authKey,
      List<String> types,
      SerfListener listener,
      Pace pace) {
    this.agent = agent;
    this.authKey = authKey;
    this.types =
        Stream.concat(
                Stream.of(MemberEvent.Type.values()).map(MemberEvent.Type::serfName),
                types.stream().filter(type -> !isQuery(type)))
            .collect(Collectors.joining(","));
    this.queries = types.stream().filter(SerfFollower::isQuery).collect(Collectors.joining(","));
    this.listener = listener;
    this.pace = pace;
  }

  /**
   * Begins to follow, in the background; the agent need not be there yet.
   *
   * @param authKey the agent's {@code rpc_auth}; {@code null} if it has none
   * @param types what to hear besides the members: {@code user}, {@code user:NAME}, {@code query},
   *     {@code query:NAME}
   * @param listener hears it
   * @throws IllegalArgumentException if a type is none of these
   */
  public static SerfFollower start(
      SerfAddress agent, @Nullable String authKey, List<String> types, SerfListener listener) {
    return start(agent, authKey, types, listener, Pace.USUAL);
  }

  static SerfFollower start(
      SerfAddress agent,
      @Nullable String authKey,
      List<String> types,
      SerfListener listener,
      Pace pace) {
    types.forEach(SerfFollower::check);
    SerfFollower follower = new SerfFollower(agent, authKey, types, listener, pace);
    new DaemonThreads("serf-follower").newThread(follower::run).start();
    return follower;
  }

  private static void check(String type) {
    if (!type.matches("(user|query)(:[^,]+)?")) {
      throw new IllegalArgumentException(
          "'"
              + SafeText.escaped(type, 100)
              + "' can't be followed; write user, user:NAME, query or query:NAME");
    }
  }

  private static boolean isQuery(String type) {
    return type.startsWith("query");
  }

  private void run() {
    Backoff backoff = new Backoff(100, 5_000, ThreadLocalRandom.current());
    int failures = 0;
    try {
      do {
        failures = follow() ? 1 : failures + 1;
      } while (!closed.await(backoff.millis(failures), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      log.error("Nobody follows {} any more: its thread was interrupted", agent, e);
    }
  }

  /** Until the connection ends. Whether it was still there at a look. */
  private boolean follow() {
    boolean lasted = false;
    try {
      SerfClient current = SerfClient.connect(agent, authKey, pace.limits());
      client = current;
      try {
        begin(current);
        for (int looks = 1; true; looks++) {
          rest(current);
          look(current, looks);
          lasted = true;
        }
      } catch (SerfException e) {
        current.end(e);
        throw e;
      }
    } catch (SerfException e) {
      lost(e);
    }
    return lasted;
  }

  private void begin(SerfClient current) {
    if (isClosed()) {
      current.close();
    }
    synchronized (telling) {
      SerfStream unused = current.stream(types, this::heard);
      if (!queries.isEmpty()) {
        unused = current.stream(queries, event -> asked(event, current));
      }
      List<Member> now = current.members();
      if (away) {
        away = false;
        log.debug("The serf agent at {} is there again", agent);
        tell(listener::back);
      }
      compare(now);
    }
  }

  private void rest(SerfClient current) {
    try {
      throw current.ended().get(pace.look().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It is still there, as far as anybody knows.
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("can't happen: nobody fails or interrupts it", e);
    }
  }

  private void look(SerfClient current, int looks) {
    if (looks % pace.looksUntilCompare() == 0) {
      synchronized (telling) {
        compare(current.members());
      }
    } else {
      current.ping();
    }
  }

  /** Holding the lock. */
  private void compare(List<Member> seen) {
    List<Member> now = seen.stream().sorted(Comparator.comparing(Member::name)).toList();
    if (!now.equals(members)) {
      members = now;
      tell(() -> listener.members(now));
    }
  }

  private void heard(SerfEvent event) {
    synchronized (telling) {
      if (event instanceof MemberEvent ofMembers) {
        compareWithPresent();
        tell(() -> listener.event(ofMembers));
      } else if (event instanceof UserEvent ofUser) {
        tell(() -> listener.event(ofUser));
      }
    }
  }

  private void compareWithPresent() {
    try {
      SerfClient current = client;
      if (current != null) {
        compare(current.members());
      }
    } catch (SerfException e) {
      log.debug("The members are compared once the agent is there again", e);
    }
  }

  private void asked(SerfEvent event, SerfClient asker) {
    if (event instanceof QueryEvent query && !isClosed()) {
      try {
        listener.query(query).ifPresent(answer -> asker.respond(query.id(), answer));
      } catch (SerfException e) {
        log.warn(
            "The query {} was not answered: {}",
            SafeText.escaped(query.name(), 100),
            e.getMessage());
      }
    }
  }

  private void lost(SerfException why) {
    synchronized (telling) {
      client = null;
      if (!away && !isClosed()) {
        away = true;
        String message = String.valueOf(why.getMessage());
        log.debug("Nobody tells of the members: {}; it is tried again and again", message);
        tell(() -> listener.away(message));
      }
    }
  }

  /** Holding the lock. */
  private void tell(Runnable news) {
    if (isClosed()) {
      return;
    }
    try {
      news.run();
    } catch (RuntimeException e) {
      log.error("A listener to the serf agent at {} failed; it is told what comes next", agent, e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** The last known membership, by name; empty before there was any. */
  public Optional<List<Member>> members() {
    return Optional.ofNullable(members);
  }

  /** The present connection, to ask and to tell with; empty while the agent is away. */
  public Optional<SerfClient> client() {
    return Optional.ofNullable(client);
  }

  /**
   * Ends it. Nothing is told afterwards but what is being told, which is not waited for. Can be
   * called more than once.
   */
  @Override
  public void close() {
    closed.countDown();
    SerfClient current = client;
    if (current != null) {
      current.close();
    }
  }
}
