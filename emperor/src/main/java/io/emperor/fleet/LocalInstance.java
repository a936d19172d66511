package io.emperor.fleet;

import io.emperor.api.Health;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.SlotId;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An instance that this emperor runs, has run a moment ago, or is about to. Used by the placement's
 * thread alone, but for what is volatile.
 */
final class LocalInstance {

  private final SlotId id;
  private volatile HeldSlot slot;
  private volatile PlacedFiles files;
  private String served = "";
  private int attemptsBefore;
  private int attempted = -1; // when it was last given other files
  private @Nullable VassalStatus status;
  private @Nullable String failed;
  private volatile @Nullable CompletableFuture<Boolean> ending;
  private volatile @Nullable ControlFile control;
  private @Nullable String givenTo;
  private long givenAt;

  LocalInstance(HeldSlot slot, PlacedFiles files) {
    this.id = slot.id();
    this.slot = slot;
    this.files = files;
  }

  SlotId id() {
    return id;
  }

  String name() {
    return id.toString();
  }

  HeldSlot slot() {
    return slot;
  }

  /** It runs on in the same slot under another fence. */
  void heldAs(HeldSlot other) {
    slot = other;
    givenTo = null;
  }

  PlacedFiles files() {
    return files;
  }

  void controlledBy(ControlFile file) {
    control = file;
  }

  /** What its programs write their wishes to, if they may have any. */
  Optional<ControlFile> control() {
    return Optional.ofNullable(control);
  }

  OnDisconnect onDisconnect() {
    return files.config().placement().onDisconnect();
  }

  boolean isSingleton() {
    return files.config().placement().singleton();
  }

  /** It is being loaded with these files. */
  void loads(PlacedFiles next) {
    files = next;
    failed = null;
    attemptsBefore = status == null ? 0 : status.attempt();
    attempted = attemptsBefore;
  }

  /** Whether what becomes of the files that it was given last is not known yet. */
  boolean isReloading() {
    VassalStatus now = status;
    return now != null && !served.isEmpty() && (now.trying() || now.attempt() <= attempted);
  }

  /** Takes note of how it is. */
  void sees(@Nullable VassalStatus now) {
    status = now;
    if (now == null) {
      return;
    }
    boolean serves = now.state().isInService();
    boolean attempted = !now.trying() && now.attempt() > attemptsBefore;
    if (attempted && serves && now.generation() == now.attempt()) {
      served = files.version().content();
      failed = null;
      attemptsBefore = now.attempt();
    } else if (attempted && (serves || hasFailed(now))) {
      failed = files.version().content();
    }
    if (!serves) {
      served = "";
    }
  }

  private static boolean hasFailed(VassalStatus status) {
    return status.state() == VassalState.BACKING_OFF || status.state() == VassalState.CURSED;
  }

  boolean isPassing() {
    VassalStatus now = status;
    return now != null
        && now.state().isInService()
        && !now.maintenance()
        && now.health().status() != Health.Status.CRITICAL
        && now.registration() != null;
  }

  /** How many starts have failed since it last served. */
  int failures() {
    VassalStatus now = status;
    return now == null || !hasFailed(now) ? 0 : Math.max(1, now.attempt() - attemptsBefore);
  }

  /** Whether no further attempt with these files will do. */
  boolean isCursed() {
    VassalStatus now = status;
    return now != null && now.state() == VassalState.CURSED;
  }

  String reason() {
    VassalStatus now = status;
    return now == null ? "" : now.reason();
  }

  InstanceReport report() {
    VassalStatus now = status;
    return new InstanceReport(
        slot.fence(),
        served,
        now == null ? "waiting" : now.state().word(),
        isPassing(),
        failed,
        reason());
  }

  /** It ends; what becomes of that. */
  void ends(CompletableFuture<Boolean> over) {
    ending = over;
  }

  boolean isEnding() {
    return ending != null;
  }

  boolean hasEnded() {
    CompletableFuture<Boolean> over = ending;
    return over != null && over.isDone();
  }

  /** Its slot is to be, or was, given to another emperor. */
  void given(@Nullable String emperor, long at) {
    givenTo = emperor;
    givenAt = at;
  }

  @Nullable String givenTo() {
    return givenTo;
  }

  long givenAt() {
    return givenAt;
  }
}
