package io.emperor.provisioning.credential;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.SnapshotStore;
import io.emperor.provisioning.source.SnapshotStore.Kept;
import io.emperor.provisioning.template.Lookups;
import io.emperor.provisioning.template.Query;
import io.emperor.provisioning.template.Rendered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of a program: watched in Consul, and put in place while each of them can be used.
 * One that can't leaves the last good one. For one thread, but for {@link #states} and {@link
 * #close}.
 */
public final class Credentials implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Credentials.class);

  private final List<Watched> all;
  private final Set<Query<?>> keys = new LinkedHashSet<>();
  private final Optional<Place> place;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private final Runnable changed;
  private final Lookups lookups;
  private List<Credential> good = List.of();
  private List<Credential> placed = List.of();
  private volatile List<CredentialState> states = List.of();
  private @Nullable ScheduledFuture<?> next;

  /**
   * Where they are put.
   *
   * @param directory a program finds them there; closed with them
   * @param store keeps the last good ones over restarts
   */
  public record Place(CredentialDirectory directory, SnapshotStore store) {}

  /**
   * Asks nothing yet.
   *
   * @param plans what is needed
   * @param cluster Consul; asked for if something is needed
   * @param place where they are put; empty if nothing is needed
   * @param clock tells whether they are in date
   * @param thread calls for a look when their time has come; the caller ends it
   * @param changed told that a look would have another outcome; must not block
   */
  public Credentials(
      List<CredentialPlan> plans,
      Supplier<Cluster> cluster,
      Optional<Place> place,
      Clock clock,
      ScheduledExecutorService thread,
      Runnable changed) {
    this.place = place;
    this.clock = clock;
    this.thread = thread;
    this.changed = changed;
    lookups = new Lookups(cluster, changed, Optional.empty());
    Optional<Kept> before =
        plans.isEmpty() ? Optional.empty() : place.flatMap(each -> each.store().load());
    all =
        plans.stream()
            .map(plan -> new Watched(plan, before.map(known -> known.values().get(plan.name()))))
            .toList();
    for (CredentialPlan plan : plans) {
      plan.keys().values().forEach(key -> keys.add(new Query.Key(key)));
    }
  }

  /** Whether nothing is needed. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Begins to watch. Does not wait. */
  public void open() {
    if (!isEmpty()) {
      lookups.watch(List.of(new Rendered("", keys, List.of())));
    }
  }

  /**
   * Looks through what Consul has.
   *
   * @return what is waited for, a line each without any value; empty if there is something to give
   */
  public List<String> look() {
    Instant now = clock.instant();
    all.forEach(each -> each.look(lookups, now));
    states = all.stream().map(each -> each.state(now)).toList();
    later(now);
    List<String> waits = all.stream().flatMap(each -> each.lacks().stream()).toList();
    good = waits.isEmpty() ? all.stream().flatMap(each -> each.good().stream()).toList() : good;
    return waits;
  }

  private void later(Instant now) {
    if (next != null) {
      next.cancel(false);
    }
    all.stream()
        .map(each -> each.next(now))
        .min(Instant::compareTo)
        .ifPresent(at -> lookIn(Duration.between(now, at).toMillis() + 1));
  }

  private void lookIn(long millis) {
    try {
      next = thread.schedule(changed, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed while a look was to come", e);
    }
  }

  /** Why some that Consul has are not given, a line each without any value. */
  public List<String> troubles() {
    Instant now = clock.instant();
    return all.stream().flatMap(each -> each.trouble(now).stream()).toList();
  }

  /** Whether others would be given than those that are in place. */
  public boolean isChanged() {
    return !good.equals(placed);
  }

  /** The files that those are that would be given, by their names. */
  public SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    good.forEach(each -> files.putAll(each.files()));
    return files;
  }

  /** Leaves those that would be given to somebody else, who puts them in place. */
  public void leave() {
    placed = good;
  }

  /**
   * Puts them in place, if they are not.
   *
   * @throws IOException if it can't; what was in place is not there any more, or still is
   */
  public void put() throws IOException {
    if (place.isPresent() && isChanged()) {
      place.get().directory().write(files());
      placed = good;
    }
  }

  /** Has those in place kept for the time after a restart, if it can be done. */
  public void keep() {
    if (place.isEmpty() || isEmpty()) {
      return;
    }
    Map<String, ObjectNode> values =
        all.stream().collect(Collectors.toMap(Watched::name, Watched::kept));
    try {
      place.get().store().save(new Kept(1, values));
    } catch (IOException e) {
      log.warn("the credentials can't be kept for a restart: {}", SafeText.of(e));
    }
  }

  /** Where a program finds them; empty if it needs none. */
  public Optional<Path> directory() {
    return isEmpty() ? Optional.empty() : place.map(each -> each.directory().path());
  }

  /** How they stood at the last look, for people, in the order of the file. */
  public List<CredentialState> states() {
    return states;
  }

  /** Ends the watches and removes what was put in place. */
  @Override
  public void close() {
    lookups.close();
    place.ifPresent(each -> each.directory().close());
  }
}
