package io.emperor.consul.lease;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Something to be written together with the next renewal of the lease. If no answer comes, it is
 * written with the renewal after that again: once any later renewal has been acknowledged, an
 * earlier one can't be applied any more, however long an agent held it back. Safe for use by many
 * threads.
 */
public final class Claim {

  /** What became of it. */
  public sealed interface Result {

    /**
     * It was written.
     *
     * @param tenure in which
     * @param committed what the transaction answered
     */
    record Applied(Tenure tenure, Committed committed) implements Result {}

    /** One of its conditions did not hold; an earlier try may have been applied. */
    record Refused(Tenure tenure) implements Result {}
  }

  private final Function<LeaseHold, List<Operation>> operations;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private volatile boolean sent;

  /**
   * Makes one.
   *
   * @param operations made for the lease under which it is sent; always as many
   */
  public Claim(Function<LeaseHold, List<Operation>> operations) {
    this.operations = operations;
  }

  public List<Operation> operations(LeaseHold hold) {
    return operations.apply(hold);
  }

  public CompletableFuture<Result> result() {
    return result;
  }

  public void sending() {
    sent = true;
  }

  /** Whether it was ever sent, so that it may have been applied although nobody has heard so. */
  public boolean isSent() {
    return sent;
  }

  /** Nobody waits for it any more; it is not sent again. */
  public void abandon() {
    result.cancel(false);
  }

  public boolean isOver() {
    return result.isDone();
  }
}
