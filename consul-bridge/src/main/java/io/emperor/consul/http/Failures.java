package io.emperor.consul.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.base.Throwables;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/** Says what a failed request means. */
public final class Failures {

  private static final List<String> FORBIDDEN = List.of("ACL not found", "Permission denied");
  private static final List<String> WRONG =
      List.of(
          "No path to datacenter",
          "failed session lookup",
          "Must provide",
          "Invalid Session TTL",
          "user event exceeds",
          "invalid key");
  private static final List<String> CONTRADICTION =
      List.of(
          "invalid session", "Missing check", "Missing node registration", "is in critical state");

  private Failures() {}

  /**
   * The failure of a request.
   *
   * @param what the call in words
   * @param agents who was asked
   * @param write whether it was a write
   * @param failure what came instead of an answer
   */
  public static ConsulException of(String what, String agents, boolean write, Throwable failure) {
    if (cause(failure, JsonProcessingException.class).isPresent()) {
      return unreadable(what, agents, write, failure);
    }
    Optional<AnswerTooLong> tooLong = cause(failure, AnswerTooLong.class);
    if (tooLong.isPresent()) {
      return new ConsulException(
          Kind.UNAVAILABLE,
          write ? Applied.UNKNOWN : Applied.NO,
          "%s failed: the answer of %s is %s; ask for less, or give the JVM more memory"
              .formatted(oneLine(what), agents, tooLong.get().getMessage()),
          failure);
    }
    return refusal(failure)
        .map(refusal -> refused(what, write, refusal))
        .orElseGet(() -> unanswered(what, agents, write, failure));
  }

  /** The failure of a request that was answered, but not as Consul answers. */
  public static ConsulException unreadable(
      String what, String agents, boolean write, @Nullable Throwable cause) {
    return new ConsulException(
        Kind.UNAVAILABLE,
        write ? Applied.UNKNOWN : Applied.NO,
        what + " failed: the answer of " + agents + " can't be read; is it a Consul agent?",
        cause);
  }

  /** A request that is wrong before it is sent. */
  public static ConsulException invalid(String what, String problem) {
    return new ConsulException(
        Kind.INVALID, Applied.NO, oneLine(what + " is not possible: " + problem), null);
  }

  /** The agent's answer that is behind a failure. */
  public static Optional<AgentRefusal> refusal(@Nullable Throwable failure) {
    return failure == null ? Optional.empty() : cause(failure, AgentRefusal.class);
  }

  /** Whether it is the agent that fails, so that another one may do better. */
  public static boolean isAgents(IOException failure) {
    return refusal(failure).map(refusal -> kind(refusal) == Kind.UNAVAILABLE).orElse(true);
  }

  /** Whether Consul does not know the token at all, instead of refusing one thing to it. */
  static boolean isUnknownToken(ConsulException failure) {
    return refusal(failure).filter(refusal -> refusal.says("ACL not found")).isPresent();
  }

  private static ConsulException refused(String what, boolean write, AgentRefusal refusal) {
    Kind kind = kind(refusal);
    boolean unknown =
        write
            && kind == Kind.UNAVAILABLE
            && refusal.status() != 429
            && !refusal.says("No cluster leader");
    return new ConsulException(
        kind,
        unknown ? Applied.UNKNOWN : Applied.NO,
        oneLine(what + " failed: Consul says " + refusal.getMessage() + advice(kind, refusal)),
        refusal);
  }

  private static Kind kind(AgentRefusal refusal) {
    int status = refusal.status();
    if (status == 401 || status == 403 || FORBIDDEN.stream().anyMatch(refusal::says)) {
      return Kind.FORBIDDEN;
    }
    if (status == 409 || CONTRADICTION.stream().anyMatch(refusal::says)) {
      return Kind.CONFLICT;
    }
    if (WRONG.stream().anyMatch(refusal::says)) {
      return Kind.INVALID;
    }
    return status == 429 || status >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
  }

  private static String advice(Kind kind, AgentRefusal refusal) {
    return switch (kind) {
      case FORBIDDEN -> "; check the token and its policies";
      case CONFLICT -> "; look at the session, node or check that it names";
      case UNAVAILABLE -> "; try again later";
      case INVALID -> refusal.says("No path") ? "; correct the datacenter" : "; correct the call";
    };
  }

  private static ConsulException unanswered(
      String what, String agents, boolean write, Throwable failure) {
    boolean sent = cause(failure, LostAnswer.class).isPresent();
    String seen = sent ? "gave no answer" : "can't be reached";
    // With TLS 1.3 an agent that wants a client certificate may just cut the connection.
    boolean tls = agents.contains("https://") && cause(failure, ConnectException.class).isEmpty();
    String advice =
        tls || cause(failure, SSLException.class).isPresent()
            ? "; check the CA, the client certificate and the server name"
            : write && sent ? "; it may have happened, look before writing again" : "; try later";
    return new ConsulException(
        Kind.UNAVAILABLE,
        write && sent ? Applied.UNKNOWN : Applied.NO,
        oneLine(what + " failed: " + agents + " " + seen + " (" + reason(failure) + ")" + advice),
        failure);
  }

  /** What it came from, in a few words. */
  public static String reason(Throwable failure) {
    Throwable root = Throwables.getRootCause(failure);
    if (root instanceof EOFException || root instanceof NoHttpResponseException) {
      return "the connection was closed";
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  /** Names and answers may hold line ends, which would forge lines in a log. */
  public static String oneLine(String message) {
    return message.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    return Throwables.getCausalChain(failure).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
