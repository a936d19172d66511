package io.emperor.devagent.contract;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * One agent for a class and all classes nested in it, handed to whoever asks for a client. Cases of
 * other versions than the agent's are left out.
 */
final class RunningAgent
    implements BeforeAllCallback, AfterAllCallback, ExecutionCondition, ParameterResolver {

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
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), OnConsul.class)
        .filter(on -> client != null && on.value() != client.profile())
        .map(on -> ConditionEvaluationResult.disabled("only on Consul " + on.value().word()))
        .orElse(ConditionEvaluationResult.enabled(null));
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
