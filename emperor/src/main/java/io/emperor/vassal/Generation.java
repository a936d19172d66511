package io.emperor.vassal;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.VassalConfig;
import io.emperor.runtime.App;
import io.emperor.runtime.Failure;
import io.emperor.runtime.PrivateCopies;
import io.emperor.runtime.ToldFailures;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One load of a vassal.
 *
 * @param number which load it is, from 1
 * @param effective the configuration that it was loaded with
 * @param app the loaded app
 * @param copy the private copy that it runs from; {@code null} for what needs none
 * @param copies where that copy is kept
 * @param told what the log has told of the vassal's failures
 */
record Generation(
    int number,
    EffectiveConfig effective,
    App app,
    @Nullable Path copy,
    PrivateCopies copies,
    ToldFailures told) {

  private static final Logger log = LoggerFactory.getLogger(Generation.class);

  Generation(
      int number, EffectiveConfig effective, App app, @Nullable Path copy, PrivateCopies copies) {
    this(number, effective, app, copy, copies, new ToldFailures());
  }

  /** The same, of a vassal of whose failures the log has told before. */
  Generation after(ToldFailures before) {
    return new Generation(number, effective, app, copy, copies, before);
  }

  VassalConfig config() {
    return effective.config();
  }

  /**
   * Stops the app, whatever state it is in, and gives back everything it took.
   *
   * @param queue what the steps that follow the app's own run on
   * @return completed normally in any case
   */
  CompletableFuture<Void> end(Executor queue) {
    return app.stop(config().stopTimeout())
        .handleAsync(
            (done, failure) -> {
              if (failure != null) {
                log.warn(
                    "generation {} did not stop cleanly: {}",
                    number,
                    Failure.words(failure),
                    told.news(failure));
              }
              app.close();
              if (copy != null) {
                copies.delete(copy);
              }
              return null;
            },
            queue);
  }
}
