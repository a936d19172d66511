package io.emperor.provisioning.template;

import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.SnapshotStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what templates ask of Consul, and watches what the last renders asked, and only that.
 * Safe for use by many threads.
 *
 * <p>It takes several renders until all is known: one asks, and is incomplete; {@link #watch} has
 * it watched; with each answer the Runnable is told, and the next render may ask for more.
 */
public final class Lookups implements TemplateData.Answers, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lookups.class);

  private final Supplier<Cluster> cluster;
  private final Runnable changed;
  private final KeptAnswers kept;
  private final Map<Query<?>, Watched<?>> watched = new ConcurrentHashMap<>();
  private boolean closed; // guarded by this

  /**
   * Asks nothing yet.
   *
   * @param cluster Consul; asked for once a template asks
   * @param changed told that an answer came or is another one; must not block, and may be told
   *     within a call of {@link #watch}
   * @param store keeps what was answered, for the time after a restart when nobody answers
   */
  public Lookups(Supplier<Cluster> cluster, Runnable changed, Optional<SnapshotStore> store) {
    this.cluster = cluster;
    this.changed = changed;
    this.kept = new KeptAnswers(store);
  }

  /** What is known of it; nothing of what nobody watches. */
  @Override
  @SuppressWarnings("unchecked") // put in by the same question
  public <T> Answer<T> to(Query<T> query) {
    Watched<T> known = (Watched<T>) watched.get(query);
    return known == null ? Answer.none() : known.answer;
  }

  /**
   * Watches what renders asked, and ends the watches of what none of them asked. While one of them
   * is incomplete, it may not have come to ask everything, and no watch is ended.
   *
   * @param renders the last one of each template
   */
  public synchronized void watch(Collection<Rendered> renders) {
    if (closed) {
      return;
    }
    Set<Query<?>> asked = new HashSet<>();
    renders.forEach(rendered -> asked.addAll(rendered.asked()));
    if (renders.stream().allMatch(Rendered::isComplete)) {
      watched.keySet().stream().filter(query -> !asked.contains(query)).forEach(this::end);
    }
    asked.stream().filter(query -> !watched.containsKey(query)).forEach(this::begin);
  }

  private <T> void begin(Query<T> query) {
    Watched<T> begun = new Watched<>(query);
    watched.put(query, begun);
    begun.watch = opened(query, begun);
  }

  @SuppressWarnings("unchecked") // each question names what its answer is made of
  private <T> AutoCloseable opened(Query<T> query, Watched<T> heard) {
    Cluster consul = cluster.get();
    if (query instanceof Query.Key key) {
      return consul.key(key.path(), (Watched<Cluster.Key>) heard);
    }
    if (query instanceof Query.Keys keys) {
      return consul.keys(keys.prefix(), (Watched<Cluster.Key>) heard);
    }
    if (query instanceof Query.Passing passing) {
      return consul.passing(passing.service(), (Watched<Cluster.Instance>) heard);
    }
    return query instanceof Query.Services
        ? consul.services((Watched<Cluster.Service>) heard)
        : consul.nodes((Watched<Cluster.Node>) heard);
  }

  private void end(Query<?> query) {
    Watched<?> ended = watched.remove(query);
    if (ended != null) {
      ended.end();
    }
  }

  /** Has what was answered kept for the time after a restart: it is good. For one thread. */
  public void keep() {
    Map<Query<?>, Answer<?>> answers = new HashMap<>();
    watched.forEach((query, heard) -> answers.put(query, heard.answer));
    kept.keep(answers);
  }

  /** Ends all watches; nobody is told of anything any more. */
  @Override
  public synchronized void close() {
    closed = true;
    watched.keySet().forEach(this::end);
  }

  /** One question, and what was heard of it last. */
  private final class Watched<T> implements Cluster.Answers<List<T>> {

    private final Query<T> query;
    private volatile Answer<T> answer = Answer.none();
    private Answer<T> told = Answer.none(); // one call at a time
    private volatile boolean ended;
    private @Nullable AutoCloseable watch; // guarded by the lookups

    Watched(Query<T> query) {
      this.query = query;
    }

    @Override
    public void now(List<T> found) {
      tell(Answer.of(found));
    }

    @Override
    public void fails(String why) {
      if (answer.known().isEmpty()) {
        answer = kept.before(query);
      }
      tell(answer.failed(why));
    }

    private void tell(Answer<T> heard) {
      boolean news = !heard.equals(told);
      answer = heard;
      told = heard;
      if (news && !ended) {
        changed.run();
      }
    }

    void end() {
      ended = true;
      try {
        if (watch != null) {
          watch.close();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        log.error("A watch can't be ended", e);
      }
    }
  }
}
