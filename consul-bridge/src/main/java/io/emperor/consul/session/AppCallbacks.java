package io.emperor.consul.session;

import io.emperor.base.SafeText;
import io.emperor.base.VassalLog;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what an app gave, on the app's threads. Whatever it throws ends here.
 *
 * @param vassal the app's name, for the log
 * @param threads the app's own; may refuse when the app has ended
 */
public record AppCallbacks(String vassal, Executor threads) {

  private static final Logger log = LoggerFactory.getLogger(AppCallbacks.class);

  /** Runs something soon; what the app refuses is forgotten. */
  public void run(String what, Runnable callback) {
    boolean unused = tryRun(what, callback);
  }

  /**
   * Runs something soon.
   *
   * @return whether the app's threads have taken it
   */
  public boolean tryRun(String what, Runnable callback) {
    try {
      threads.execute(() -> guarded(what, callback));
      return true;
    } catch (RejectedExecutionException e) {
      VassalLog.with(vassal, () -> log.debug("{} is not run: the app has ended", what));
    } catch (Throwable t) {
      VassalLog.with(vassal, () -> log.warn("{} can't be run", what, t));
    }
    return false;
  }

  private void guarded(String what, Runnable callback) {
    try {
      callback.run();
    } catch (Throwable t) {
      String words = SafeText.of(t);
      VassalLog.with(vassal, () -> log.warn("{} failed: {}", what, words));
    }
  }
}
