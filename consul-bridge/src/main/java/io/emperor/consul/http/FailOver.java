package io.emperor.consul.http;

import io.emperor.consul.settings.AgentAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request to the first agent that serves it. A read goes on to the next agent after every
 * failure that another agent need not share; a write only when nothing of it was sent.
 */
final class FailOver implements Interceptor {

  /** How long an agent may be silent before the next one is asked. */
  private static final int PATIENCE_MILLIS = 700;

  private final AgentRoute route;

  FailOver(AgentRoute route) {
    this.route = route;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    List<AgentAddress> agents = route.candidates();
    for (AgentAddress agent : agents.subList(0, agents.size() - 1)) {
      try {
        return patient(chain).proceed(addressed(chain.request(), agent));
      } catch (IOException e) {
        if (!goesOn(chain, agent, e)) {
          throw e;
        }
      }
    }
    AgentAddress last = agents.get(agents.size() - 1);
    try {
      return chain.proceed(addressed(chain.request(), last));
    } catch (IOException e) {
      boolean unused = goesOn(chain, last, e);
      throw e;
    }
  }

  private static Chain patient(Chain chain) {
    Chain connecting = chain.withConnectTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    // What a write has begun must not be given up early: nobody else may be asked then.
    return SentMark.isWrite(chain.request())
        ? connecting
        : connecting.withReadTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Request addressed(Request request, AgentAddress agent) {
    return agent.isAskedBy(request.url())
        ? request
        : request.newBuilder().url(agent.on(request.url())).build();
  }

  /** Notes the failure; answers whether another agent may be asked the same. */
  private boolean goesOn(Chain chain, AgentAddress agent, IOException failure) {
    boolean ended = chain.call().isCanceled() || Thread.currentThread().isInterrupted();
    if (ended || !Failures.isAgents(failure)) {
      return false;
    }
    route.failed(agent, failure);
    boolean answered = Failures.refusal(failure).isPresent() || failure instanceof LostAnswer;
    return !(SentMark.isWrite(chain.request()) && answered);
  }
}
