package io.emperor.devagent.contract;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One agent for a class and all classes nested in it, handed to whoever asks for a client. */
final class RunningAgent implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

  private final Supplier<? extends AgentUnderTest> start;
  private @Nullable AgentUnderTest agent;
  private @Nullable AgentClient client;

  RunningAgent(Supplier<? extends AgentUnderTest> start) {
    this.start = start;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (isOutermost(context)) {
      agent = start.get();
      client = AgentClient.of(agent.baseUri());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (isOutermost(context) && agent != null) {
      agent.close();
    }
  }

  private static boolean isOutermost(ExtensionContext context) {
    return context.getRequiredTestClass().getEnclosingClass() == null;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == AgentClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return requireNonNull(client, "the agent has not been started");
  }
}
