package io.emperor.api;

/** What the leader does, see {@link ConsulApi#lead}. */
@FunctionalInterface
public interface LeaderTask {

  /**
   * Leads, for as long as it runs: returning gives the lead up for good, and what it throws gives
   * it up for a while.
   *
   * @param lease the lead; the thread is interrupted when it is lost, and the task must end soon
   * @throws Exception if it can't go on; another candidate may lead, and this one stands again
   *     after a delay that grows from less than a second to a minute
   */
  void run(Lease lease) throws Exception;
}
