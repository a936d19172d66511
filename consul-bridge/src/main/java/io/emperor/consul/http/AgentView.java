package io.emperor.consul.http;

import io.emperor.consul.settings.AgentAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One agent as the emperor sees it at a moment. Immutable.
 *
 * @param address where its HTTP API is
 * @param nodeName the name of its node, {@code null} as long as it is not known
 * @param nodeId the ID of its node, {@code null} as long as it is not known: it is asked for only
 *     when there are several agents, and told only to a token with {@code agent:read}
 * @param reads whether what apps read is asked of it first
 * @param services the IDs of the services that are registered with it, or are to be
 * @param lastContact when it last said anything, {@code null} if it never did
 * @param state how it is
 * @param trouble one line: what is wrong and what to do; empty for {@link State#UNTRIED} and {@link
 *     State#REACHABLE}
 */
public record AgentView(
    AgentAddress address,
    @Nullable String nodeName,
    @Nullable String nodeId,
    boolean reads,
    List<String> services,
    @Nullable Instant lastContact,
    State state,
    String trouble) {

  /** How an agent is. */
  public enum State {
    /** It has not answered yet, and no request to it has failed. */
    UNTRIED,
    /** It answers, and does what it is asked. */
    REACHABLE,
    /** It can't be reached, is silent, or fails. */
    GONE,
    /** It answers, and does not take the token. */
    REFUSING,
    /** Something answers there, but not as a Consul agent does. */
    UNUSABLE
  }

  /** Copies the list. */
  public AgentView {
    services = List.copyOf(services);
  }
}
