package io.emperor.admin;

import io.emperor.vassal.Vassals;
import io.emperor.vassal.status.VassalStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** What an operator can want of a vassal, by the last word of a path. */
final class Commands {

  private final Vassals vassals;

  Commands(Vassals vassals) {
    this.vassals = vassals;
  }

  /**
   * Begins it.
   *
   * @throws RefusedException if it can't be done
   */
  VassalStatus done(String vassal, String word, HttpServletRequest request) {
    return Awaited.result(begun(vassal, word, request));
  }

  private CompletionStage<VassalStatus> begun(
      String vassal, String word, HttpServletRequest request) {
    return switch (word) {
      case "reload" -> vassals.reload(vassal);
      case "stop" -> vassals.stop(vassal);
      case "start" -> vassals.start(vassal);
      case "maintenance" -> maintenance(vassal, request);
      default -> throw new RefusedException(404, "no such action: " + word);
    };
  }

  private CompletionStage<VassalStatus> maintenance(String vassal, HttpServletRequest request) {
    if (RequestQuery.word(request, "enable") == null) {
      throw new RefusedException(400, "say ?enable=true or ?enable=false");
    }
    String reason = Objects.requireNonNullElse(RequestQuery.word(request, "reason"), "");
    return vassals.maintenance(vassal, RequestQuery.flag(request, "enable"), reason);
  }
}
