package io.emperor.vassal.status;

/**
 * What a vassal is at one moment, as far as that decides what may come next. Immutable, and all of
 * it in one reference, so that no two facts can contradict each other.
 *
 * @param state where it is in its life
 * @param attempt the number of the attempt under way, or of the last that was given up or over:
 *     what another one brings is not wanted
 * @param trying whether somebody may count on that attempt to come to an end
 * @param service what is in service
 * @param predecessorEnded whether nothing is left of an earlier vassal of its name
 * @param halted whether an operator has stopped it, while its files stay
 * @param ending whether it goes for good
 */
public record Lifecycle(
    VassalState state,
    int attempt,
    boolean trying,
    Service service,
    boolean predecessorEnded,
    boolean halted,
    boolean ending) {

  /** A vassal that was just seen. */
  static final Lifecycle SEEN =
      new Lifecycle(VassalState.WAITING, 0, false, Service.NONE, false, false, false);

  /** What a vassal can have in service. */
  public enum Service {
    /** Nothing is registered. */
    NONE,
    /** A generation is registered and serves, or rests. */
    UP,
    /** One is registered, as critical: it has ended, does not answer, or makes way. */
    DOWN
  }

  /** Whether an attempt may begin. */
  public boolean mayTry() {
    return predecessorEnded && !isLeaving();
  }

  /** Whether a generation serves, which is to go on until another one is better. */
  public boolean serves() {
    return service == Service.UP;
  }

  /** Whether it is to end, or has ended. */
  public boolean isLeaving() {
    return halted || ending;
  }

  /**
   * What the vassal is after an event.
   *
   * @param event what happened
   * @return itself if the event means nothing here
   */
  Lifecycle next(VassalEvent event) {
    return means(event)
        ? new Lifecycle(
            state.next(event),
            attemptAfter(event),
            tryingAfter(event),
            serviceAfter(event),
            predecessorEnded || event == VassalEvent.PREDECESSOR_ENDED,
            event == VassalEvent.STOP || (halted && event != VassalEvent.START),
            ending || event == VassalEvent.GONE)
        : this;
  }

  private boolean means(VassalEvent event) {
    return switch (event) {
      case TRY -> mayTry();
      case CARRY_ON -> trying;
      case STOP -> !isLeaving();
      case START, GONE -> !ending;
      case ENDED -> isLeaving();
      default -> true;
    };
  }

  private int attemptAfter(VassalEvent event) {
    return switch (event) {
      case TRY, STOP, GONE -> attempt + 1;
      default -> attempt;
    };
  }

  private boolean tryingAfter(VassalEvent event) {
    return switch (event) {
      case TRY -> true;
      case CARRY_ON, LOADED, DOWN, PREDECESSOR_ENDED, START -> trying;
      default -> false;
    };
  }

  private Service serviceAfter(VassalEvent event) {
    return switch (event) {
      case READY, RESTS -> Service.UP;
      case DOWN -> service == Service.NONE ? Service.NONE : Service.DOWN;
      case UNUSABLE -> service == Service.UP ? Service.UP : Service.NONE;
      case APP_MISSING, STOP, GONE -> Service.NONE;
      default -> service;
    };
  }
}
