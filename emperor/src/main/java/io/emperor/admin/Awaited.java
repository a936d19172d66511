package io.emperor.admin;

import io.emperor.api.ConsulException;
import io.emperor.fleet.FleetRefusedException;
import io.emperor.vassal.UnknownVassalException;
import io.emperor.vassal.VassalRefusedException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what comes at once when all is well, and says with which status it failed. */
final class Awaited {

  private static final long LIMIT_SECONDS = 10;

  private Awaited() {}

  /**
   * The result.
   *
   * @throws RefusedException if there is none
   */
  static <T> T result(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw refused(e);
    } catch (TimeoutException e) {
      throw new RefusedException(503, "the emperor is busy: ask again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(503, "the emperor ends");
    }
  }

  private static RuntimeException refused(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof UnknownVassalException unknown) {
      return new RefusedException(404, String.valueOf(unknown.getMessage()));
    }
    if (cause instanceof VassalRefusedException refused) {
      return new RefusedException(409, String.valueOf(refused.getMessage()));
    }
    if (cause instanceof FleetRefusedException refused) {
      return new RefusedException(
          refused.isUnknown() ? 404 : 409, String.valueOf(refused.getMessage()));
    }
    if (cause instanceof ConsulException consul) {
      return new RefusedException(502, String.valueOf(consul.getMessage()));
    }
    return new IllegalStateException(cause);
  }
}
