package io.emperor.vassal.status;

import java.util.Locale;

/**
 * Where a vassal is in its life.
 *
 * <pre>
 *       ╭────────────── LOADED ─────────────╮
 *       │     TRY             LOADED        ▼      READY
 *   waiting ───────▶ loading ────────▶ starting ────────▶ running ◀─╮ a reload beside it:
 *       ▲            ▲ │ │ │             │  │  │             │  ╰───╯ TRY, LOADED, READY,
 *       ╰─ HELD_UP ──┼─╯ │ │    FAILED   │  │  ╰── GONE ──╮  │ GONE   FAILED, UNUSABLE
 *                TRY │   │ ├─────────────╯  │             ▼  ▼
 *                    │   │ ▼                │          draining ── ENDED ──▶ stopped
 *                    │   │ backing-off      │             ▲
 *                    │   │                  │ UNUSABLE    │
 *                    │   ╰──────▶ cursed ◀──╯             │
 *                    ╰── from backing-off, cursed and stopped; GONE from the first two and waiting
 * </pre>
 *
 * A vassal that is held up is loaded and waits for the services that it depends on. A change of the
 * file while it is loading, held up or starting abandons that attempt and begins another. A running
 * vassal whose app is removed, while its configuration stays, is cursed at once: it is deregistered
 * and stopped as if it were gone. A running vassal whose app has ended by itself, or does not
 * answer, goes DOWN to backing off, still registered, as critical; a reload that is under way then
 * is carried on (CARRY_ON). An operator's STOP is a GONE for as long as the operator wants; what
 * was stopped is tried again when an operator starts it. For a vassal whose files are gone, stopped
 * is final: files that come back make a new vassal of the same name, once the old one has ended.
 *
 * <p>What is on demand RESTS where others are READY: it is resting, and goes on resting through
 * reloads. When somebody connects it is tried, and READY makes it running; after a while without
 * anybody it RESTS again. If that start fails it goes DOWN like what has ended by itself.
 */
public enum VassalState {
  /** Seen and not tried yet, or loaded and held up until what it depends on is passing. */
  WAITING,
  /** Its configuration and its app are being read. */
  LOADING,
  /** Its first generation is starting. */
  STARTING,
  /** A generation is serving. */
  RUNNING,
  /** Nothing of it runs; its port is open, and who connects has it started. */
  RESTING,
  /** Deregistered; what is in flight is being finished. */
  DRAINING,
  /** Ended. */
  STOPPED,
  /** A start failed, or what ran has ended by itself; the next attempt comes by itself. */
  BACKING_OFF,
  /** It can't be run as it is; the next attempt comes when its files change. */
  CURSED;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /**
   * The state after an event.
   *
   * @param event what happened
   * @return the next state; this one if the event means nothing here
   */
  VassalState next(VassalEvent event) {
    return switch (this) {
      case WAITING ->
          switch (event) {
            case TRY -> LOADING;
            case LOADED -> STARTING;
            case STOP, GONE -> DRAINING;
            default -> this;
          };
      case BACKING_OFF ->
          switch (event) {
            case TRY, CARRY_ON -> LOADING;
            case UNUSABLE, APP_MISSING -> CURSED;
            case STOP, GONE -> DRAINING;
            default -> this;
          };
      case CURSED ->
          switch (event) {
            case TRY -> LOADING;
            case STOP, GONE -> DRAINING;
            default -> this;
          };
      case LOADING, STARTING ->
          switch (event) {
            case TRY -> LOADING;
            case HELD_UP -> WAITING;
            case LOADED -> STARTING;
            case READY -> RUNNING;
            case RESTS -> RESTING;
            case FAILED -> BACKING_OFF;
            case UNUSABLE, APP_MISSING -> CURSED;
            case STOP, GONE -> DRAINING;
            default -> this;
          };
      case RUNNING, RESTING ->
          switch (event) {
            case READY -> RUNNING;
            case RESTS -> RESTING;
            case DOWN -> BACKING_OFF;
            case STOP, GONE -> DRAINING;
            case APP_MISSING -> CURSED;
            default -> this;
          };
      case DRAINING -> event == VassalEvent.ENDED ? STOPPED : DRAINING;
      case STOPPED -> event == VassalEvent.TRY ? LOADING : STOPPED;
    };
  }

  /** Whether a generation serves, or would as soon as somebody connects. */
  public boolean isInService() {
    return this == RUNNING || this == RESTING;
  }

  /**
   * The state's name as users see it.
   *
   * @return lower case with dashes: {@code backing-off}
   */
  public String word() {
    return word;
  }
}
