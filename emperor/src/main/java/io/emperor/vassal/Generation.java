package io.emperor.vassal;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.VassalConfig;
import io.emperor.runtime.App;
import io.emperor.runtime.EndedApp;
import io.emperor.runtime.Failure;
import io.emperor.runtime.ToldFailures;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.shared.PrivateCopies;
import java.nio.file.Path;
import java.util.List;
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
 * @param lack what the app names and is not there, in words; {@code null} if nothing
 * @param told what the log has told of the vassal's failures
 */
record Generation(
    int number,
    EffectiveConfig effective,
    App app,
    @Nullable Path copy,
    PrivateCopies copies,
    @Nullable String lack,
    ToldFailures told) {

  private static final Logger log = LoggerFactory.getLogger(Generation.class);

  private static final List<String> MISSING_CLASS =
      List.of("NoClassDefFoundError", "ClassNotFoundException");

  Generation(
      int number,
      EffectiveConfig effective,
      App app,
      @Nullable Path copy,
      PrivateCopies copies,
      @Nullable String lack) {
    this(number, effective, app, copy, copies, lack, new ToldFailures());
  }

  /** The same, of a vassal of whose failures the log has told before. */
  Generation after(ToldFailures before) {
    return new Generation(number, effective, app, copy, copies, lack, before);
  }

  VassalConfig config() {
    return effective.config();
  }

  /** Why its start has failed: what it lacks may be the reason, and then no other attempt helps. */
  Throwable explained(Throwable failure) {
    if (lack == null) {
      return failure;
    }
    String words = StartProblem.of(failure).words();
    boolean missesClass = MISSING_CLASS.stream().anyMatch(words::contains);
    return missesClass ? new UnusableAppException(words + "; " + lack) : failure;
  }

  /** What is known of it when its app has ended. */
  Generation ended() {
    return new Generation(number, effective, new EndedApp(), null, copies, null, told);
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
