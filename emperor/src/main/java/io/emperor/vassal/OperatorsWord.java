package io.emperor.vassal;

import io.emperor.vassal.status.StatusRecorder;
import io.emperor.vassal.status.VassalStatus;
import java.util.concurrent.CompletableFuture;

/** Has done what an operator asks of a vassal, on its queue, or refuses it. */
final class OperatorsWord {

  private final String vassal;
  private final SerialQueue queue;
  private final StatusRecorder status;

  OperatorsWord(String vassal, SerialQueue queue, StatusRecorder status) {
    this.vassal = vassal;
    this.queue = queue;
    this.status = status;
  }

  /**
   * Does it on the queue.
   *
   * @param deed may refuse
   * @return completed with the status after it, or with a {@link VassalRefusedException}
   */
  CompletableFuture<VassalStatus> asks(Runnable deed) {
    CompletableFuture<VassalStatus> answer = new CompletableFuture<>();
    queue.execute(
        () -> {
          try {
            refuseIf(status.life().ending(), "is going: its files are gone");
            deed.run();
            answer.complete(status.now());
          } catch (VassalRefusedException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** Refuses a deed, within it. */
  void refuseIf(boolean so, String why) {
    if (so) {
      throw new VassalRefusedException(vassal + " " + why);
    }
  }
}
