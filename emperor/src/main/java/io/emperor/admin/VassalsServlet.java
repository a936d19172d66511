package io.emperor.admin;

import io.emperor.vassal.UnknownVassalException;
import io.emperor.vassal.VassalDetail;
import io.emperor.vassal.VassalLoad;
import io.emperor.vassal.VassalMeters;
import io.emperor.vassal.VassalRefusedException;
import io.emperor.vassal.VassalStatus;
import io.emperor.vassal.Vassals;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code /v1/vassals}: all, one, and what an operator wants of one. */
final class VassalsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  /** A vassal's queue answers in no time unless the machine is very busy. */
  private static final long LIMIT_SECONDS = 10;

  private final transient Vassals vassals;
  private final transient VassalMeters meters;

  VassalsServlet(Gate gate, Vassals vassals, VassalMeters meters) {
    super(gate);
    this.vassals = vassals;
    this.meters = meters;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo();
    String[] parts = path == null ? new String[0] : path.substring(1).split("/", -1);
    if (parts.length == 0 || (parts.length == 1 && parts[0].isEmpty())) {
      require("GET", request);
      Json.send(response, 200, VassalView.of(vassals.all()));
    } else if (parts.length == 1) {
      require("GET", request);
      Json.send(response, 200, DetailView.of(known(parts[0])));
    } else if (parts.length == 2 && parts[1].equals("load")) {
      require("GET", request);
      Json.send(response, 200, LoadView.of(load(parts[0])));
    } else if (parts.length == 2) {
      require("POST", request);
      Json.send(response, 202, VassalView.of(done(commanded(parts[0], parts[1]))));
    } else {
      throw new RefusedException(404, "no such path: " + path);
    }
  }

  private VassalDetail known(String name) {
    return vassals.find(name).orElseThrow(() -> unknown(name));
  }

  private VassalLoad load(String name) {
    return meters.load(name).orElseThrow(() -> unknown(name));
  }

  private static RefusedException unknown(String name) {
    return new RefusedException(404, "there is no vassal " + name);
  }

  private CompletionStage<VassalStatus> commanded(String name, String deed) {
    return switch (deed) {
      case "reload" -> vassals.reload(name);
      case "stop" -> vassals.stop(name);
      case "start" -> vassals.start(name);
      default -> throw new RefusedException(404, "no such action: " + deed);
    };
  }

  private static VassalStatus done(CompletionStage<VassalStatus> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw refused(e);
    } catch (TimeoutException e) {
      throw new RefusedException(503, "the vassal is busy: ask again");
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
    return new IllegalStateException(cause);
  }
}
