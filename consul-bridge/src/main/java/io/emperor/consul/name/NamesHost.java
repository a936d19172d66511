package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.consul.lease.LeaseClock.Moment;
import io.emperor.consul.lease.LeaseObserver;
import io.emperor.consul.lease.Need;
import io.emperor.consul.lease.Tenure;
import io.emperor.consul.name.NamesMessage.Verb;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emperor's end of the line to an app in a JVM of its own, as far as names go: asks for them on
 * its behalf, and tells it of every renewal of the lease, from which its JVM counts by itself. Safe
 * for use by many threads.
 */
public final class NamesHost implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NamesHost.class);
  private static final Duration RELEASE = Duration.ofSeconds(2);

  private final OwnNames names;
  private final LeaseObserver observer;
  private final AppIdentity app;
  private final @Nullable HeldSlot slot;
  private final Function<String, CompletableFuture<Void>> line;
  private final Runnable whenClosed;
  private final Map<Long, HeldName> held =
      new HashMap<>(); // by fence; guarded by this, as all below
  private final Deque<Need> needs = new ArrayDeque<>();
  private final Map<String, Deque<Runnable>> watched = new HashMap<>();
  private CompletableFuture<Void> renewal = CompletableFuture.completedFuture(null);
  private boolean closed;

  /**
   * Makes one.
   *
   * @param slot the slot of an instance
   * @param line sends a line; done when it is written
   */
  NamesHost(
      OwnNames names,
      LeaseObserver observer,
      AppIdentity app,
      @Nullable HeldSlot slot,
      Function<String, CompletableFuture<Void>> line,
      Runnable whenClosed) {
    this.names = names;
    this.observer = observer;
    this.app = app;
    this.slot = slot;
    this.line = line;
    this.whenClosed = whenClosed;
  }

  /** Tells of the slot, if there is one: called once, when the JVM is there to hear of it. */
  public void begin() {
    if (slot == null) {
      return;
    }
    NamesMessage about = NamesMessage.of(Verb.INSTANCE, slot.id().number(), slot.id().vassal());
    say(renewed(slot.tenure(), Verb.INSTANCE, about, slot.fence()));
    slot.onLost(
        () -> say(NamesMessage.of(Verb.LOST, 0, slot.id().toString(), slot.how(), slot.fence())));
  }

  /** Takes a line of the app's JVM; what is none of them is forgotten. */
  public void received(String text) {
    NamesMessage.read(text).ifPresent(this::received);
  }

  private void received(NamesMessage message) {
    switch (message.verb()) {
      case REGISTER -> names.execute(() -> register(message));
      case RELEASE -> names.execute(() -> release(message));
      case NEED -> need();
      case UNNEED -> unneed();
      case WATCH -> watch(message.named());
      case UNWATCH -> unwatch(message.named());
      default -> log.debug("a JVM of {} says {}", app.vassal(), message.verb());
    }
  }

  private void register(NamesMessage asked) {
    String name = asked.named();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(asked.number());
    try {
      String what = AppNames.checked(name, asked.words());
      Attempt attempt = names.register(app, what, name, asked.words(), deadline);
      if (attempt instanceof Attempt.Got got) {
        got(asked, got.name());
      } else if (attempt instanceof Attempt.Taken taken) {
        Duration pause = taken.pause();
        say(
            new NamesMessage(
                Verb.TAKEN,
                asked.id(),
                taken.holder(),
                null,
                pause == null ? -1 : pause.toMillis(),
                0,
                0,
                0,
                0));
      }
    } catch (ConsulException e) {
      String text = e.kind() + " " + e.applied() + " " + e.getMessage();
      say(NamesMessage.of(Verb.FAILED, asked.id(), name, text, 0));
    }
  }

  private void got(NamesMessage asked, HeldName name) {
    boolean isNew;
    boolean late;
    synchronized (this) {
      late = closed;
      isNew = held.put(name.fence(), name) != name;
    }
    if (late) {
      names.release(List.of(name), RELEASE);
      return;
    }
    say(renewed(name.tenure(), Verb.GOT, asked, name.fence()));
    if (isNew) {
      name.atLoss(
          () -> {
            synchronized (this) {
              held.remove(name.fence());
            }
            say(NamesMessage.of(Verb.LOST, 0, name.name(), name.how(), name.fence()));
          });
    }
  }

  private static NamesMessage renewed(Tenure tenure, Verb verb, NamesMessage asked, long fence) {
    Moment sentAt = tenure.sentAt();
    return new NamesMessage(
        verb,
        asked.id(),
        asked.name(),
        null,
        fence,
        tenure.number(),
        tenure.hold().epoch(),
        sentAt.nanos(),
        sentAt.sinceBoot());
  }

  private void release(NamesMessage asked) {
    HeldName name;
    synchronized (this) {
      name = held.remove(asked.number());
    }
    if (name != null) {
      names.release(List.of(name), RELEASE);
    }
    say(NamesMessage.of(Verb.RELEASED, asked.id(), null));
  }

  private synchronized void need() {
    if (!closed) {
      needs.push(names.need());
    }
  }

  private synchronized void unneed() {
    if (!needs.isEmpty()) {
      needs.pop().close();
    }
  }

  private synchronized void watch(String emperor) {
    if (!closed) {
      watched.computeIfAbsent(emperor, any -> new ArrayDeque<>()).push(observer.watch(emperor));
    }
  }

  private synchronized void unwatch(String emperor) {
    Deque<Runnable> watches = watched.get(emperor);
    if (watches != null && !watches.isEmpty()) {
      watches.pop().run();
    }
  }

  /** Tells of a renewal, unless the JVM has not read the last one yet. */
  void renewed(Tenure tenure) {
    synchronized (this) {
      if ((held.isEmpty() && slot == null) || !renewal.isDone()) {
        return;
      }
      NamesMessage none = NamesMessage.of(Verb.RENEWED, 0, null);
      renewal = line.apply(renewed(tenure, Verb.RENEWED, none, 0).line());
    }
  }

  /** Tells that any name may be free. */
  void signal() {
    synchronized (this) {
      if (needs.isEmpty()) {
        return;
      }
    }
    say(NamesMessage.of(Verb.SIGNAL, 0, null));
  }

  private void say(NamesMessage message) {
    var unused = line.apply(message.line());
  }

  /** Gives back what the app had: its JVM has ended, or is about to. Further calls do nothing. */
  @Override
  public void close() {
    List<HeldName> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(held.values());
      held.clear();
      needs.forEach(Need::close);
      needs.clear();
      watched.values().forEach(watches -> watches.forEach(Runnable::run));
      watched.clear();
    }
    whenClosed.run();
    names.release(left, Duration.ZERO);
  }
}
