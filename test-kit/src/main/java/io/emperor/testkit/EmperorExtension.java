package io.emperor.testkit;

import io.emperor.api.ConsulApi;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link EmperorTest} does. Made by JUnit. */
final class EmperorExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final Namespace OWN = Namespace.create(EmperorExtension.class);

  EmperorExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    EmperorTest test =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), EmperorTest.class)
            .orElseThrow();
    context
        .getStore(OWN)
        .put(
            RunningVassal.class,
            RunningVassal.start(test.value(), test.name(), settings(test.settings())));
  }

  private static Map<String, String> settings(String[] words) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("@EmperorTest: " + word + " is not key=value");
      }
      settings.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return settings;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    RunningVassal running = context.getStore(OWN).remove(RunningVassal.class, RunningVassal.class);
    if (running != null) {
      running.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == URI.class || type == ConsulApi.class || type == RunningVassal.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RunningVassal running = context.getStore(OWN).get(RunningVassal.class, RunningVassal.class);
    if (running == null) {
      throw new ParameterResolutionException(
          "@EmperorTest: nothing runs yet; the vassal runs while a test method does, and the methods"
              + " around it");
    }
    Class<?> type = parameter.getParameter().getType();
    return type == URI.class
        ? running.uri()
        : type == ConsulApi.class ? running.consul() : Objects.requireNonNull(running);
  }
}
