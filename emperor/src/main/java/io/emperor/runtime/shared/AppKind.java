package io.emperor.runtime.shared;

import io.emperor.api.Vassal;
import io.emperor.http.ServletApp;
import java.util.Optional;

/** What kinds of apps differ in; called on the app's own threads, once each, in this order. */
interface AppKind {

  /**
   * What is started and stopped.
   *
   * @throws Exception what its constructor has thrown
   */
  Vassal vassal() throws Exception;

  /**
   * What is served, after the vassal has started.
   *
   * @param context takes no servlets from now on
   * @return not started yet; empty for a worker
   */
  Optional<ServletApp> servlets(
      LaunchContext context, VassalClassLoader loader, AppThreads threads);
}
