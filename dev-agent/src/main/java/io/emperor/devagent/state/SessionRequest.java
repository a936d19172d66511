package io.emperor.devagent.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.Fields;
import io.emperor.devagent.golang.GoDuration;
import io.emperor.devagent.golang.GoList;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoStruct;
import io.emperor.devagent.golang.GoWord;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.SessionEntry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What someone who wants a session says about it, and whether it makes sense. */
public final class SessionRequest {

  private static final GoStruct SERVICE_CHECK =
      new GoStruct("ServiceCheck", "structs.ServiceCheck", false)
          .with(GoScalar.STRING, "ID", "Namespace");
  private static final GoStruct BODY =
      new GoStruct("", "struct { LockDelay interface {}; *structs.Alias }", false)
          .with(GoScalar.STRING, "ID", "Name", "Node", "TTL")
          .with(new GoWord("structs.SessionBehavior"), "Behavior")
          .with(GoScalar.ANY, "LockDelay")
          .with(new GoList(GoWord.CHECK_ID, "[]types.CheckID"), "Checks")
          .with(GoList.STRINGS, "NodeChecks")
          .with(new GoList(SERVICE_CHECK, "[]structs.ServiceCheck"), "ServiceChecks");
  private static final long SECOND = 1_000_000_000;
  private static final long SMALLEST_IN_NANOS = 1_000;
  private static final Duration MIN_TTL = Duration.ofSeconds(10);
  private static final Duration MAX_TTL = Duration.ofHours(24);

  private SessionRequest() {}

  /** Reads it; no body at all is a session with everything by default. */
  public static SessionEntry read(Body body, String ownNode) {
    Fields fields = body.isEmpty() ? Fields.NONE : BODY.decode(body, "Request decode failed: ");
    List<String> checks = fields.texts("Checks");
    boolean noChecks = fields.has("Checks") && checks.isEmpty();
    boolean noNodeChecks = fields.has("NodeChecks") && fields.texts("NodeChecks").isEmpty();
    List<String> given = fields.hasValue("NodeChecks") ? fields.texts("NodeChecks") : null;
    List<String> ofNode = fields.has("NodeChecks") ? given : List.of("serfHealth");
    String behavior = fields.text("Behavior");
    return new SessionEntry(
        "",
        fields.text("Name"),
        fields.hasValue("Node") ? fields.text("Node") : ownNode,
        lockDelay(fields),
        behavior.isEmpty() ? "release" : behavior,
        fields.text("TTL"),
        noNodeChecks ? List.of() : checks,
        noChecks ? List.of() : ofNode,
        fields.hasValue("ServiceChecks")
            ? fields.structs("ServiceChecks").stream().map(check -> check.text("ID")).toList()
            : null,
        0);
  }

  /** A small number is one of seconds, as the real agent has it. */
  private static long lockDelay(Fields fields) {
    JsonNode delay = fields.json("LockDelay");
    if (delay == null || !(delay.isTextual() || delay.isNumber())) {
      return 15 * SECOND;
    }
    try {
      long nanos =
          delay.isTextual()
              ? GoDuration.parse(delay.textValue()).toNanos()
              : (long) delay.asDouble();
      return nanos < SMALLEST_IN_NANOS ? nanos * SECOND : nanos;
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("Request decode failed: " + e.getMessage());
    }
  }

  /**
   * Refuses what no server would take.
   *
   * @throws HttpError with the reason
   */
  public static void require(SessionEntry session) {
    if (session.node().isEmpty()) {
      throw HttpError.refused("Must provide Node");
    }
    if (!List.of("release", "delete").contains(session.behavior())) {
      throw HttpError.refused("Invalid Behavior setting '" + session.behavior() + "'");
    }
    Duration ttl;
    try {
      ttl = session.ttlDuration();
    } catch (IllegalArgumentException e) {
      throw HttpError.refused(
          "Session TTL '%s' invalid: %s".formatted(session.ttl(), e.getMessage()));
    }
    if (!ttl.isZero() && (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0)) {
      throw HttpError.refused(
          String.format(
              Locale.ROOT,
              "Invalid Session TTL '%d', must be between [10s=24h0m0s]",
              ttl.toNanos()));
    }
  }

  /**
   * Refuses what this agent knows nothing of.
   *
   * @throws HttpError with the reason
   */
  public static void requireKnown(SessionEntry session, State state) {
    if (state.catalog().node(session.node()) == null) {
      throw HttpError.refused("Missing node registration");
    }
    for (String id : session.checkIds()) {
      Check check = state.catalog().check(session.node(), id);
      if (check == null) {
        throw HttpError.refused("Missing check '" + id + "' registration");
      }
      if (check.isCritical()) {
        throw HttpError.refused("Check '" + id + "' is in critical state");
      }
    }
  }
}
