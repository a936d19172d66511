package io.emperor.await;

import java.util.Optional;

/** Looks once whether something is there. */
interface Look {

  /**
   * Looks. Blocks for a bounded time.
   *
   * @return what is missing, empty if nothing is
   */
  Optional<String> look() throws InterruptedException;
}
