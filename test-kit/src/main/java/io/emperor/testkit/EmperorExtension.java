package io.emperor.testkit;

import io.emperor.api.ConsulApi;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link EmperorTest} does. Made by JUnit. */
final class EmperorExtension
    implements BeforeEachCallback,
        BeforeTestExecutionCallback,
        AfterEachCallback,
        ParameterResolver {

  private static final Namespace OWN = Namespace.create(EmperorExtension.class);
  private static final Set<Class<?>> TYPES =
      Set.of(URI.class, ConsulApi.class, TestCluster.class, RunningVassal.class);

  EmperorExtension() {}

  /** So that a constructor's parameters are of its test. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Trial unused = trial(context);
  }

  /**
   * After all that a test does before: what has not asked for the vassal could seed the cluster.
   */
  @Override
  public void beforeTestExecution(ExtensionContext context) throws Exception {
    RunningVassal unused = trial(context).vassal();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Trial trial = context.getStore(OWN).remove(Trial.class, Trial.class);
    if (trial != null) {
      trial.close();
    }
  }

  private static Trial trial(ExtensionContext context) throws Exception {
    Trial made = context.getStore(OWN).get(Trial.class, Trial.class);
    if (made != null) {
      return made;
    }
    Class<?> test = context.getRequiredTestClass();
    Trial trial = new Trial(annotation(context), test.getClassLoader());
    context.getStore(OWN).put(Trial.class, trial);
    return trial;
  }

  /** A nested class has its own or that of the class around it. */
  private static EmperorTest annotation(ExtensionContext context) {
    for (ExtensionContext at = context; ; at = at.getParent().orElseThrow()) {
      Optional<EmperorTest> found =
          at.getTestClass()
              .flatMap(type -> AnnotationSupport.findAnnotation(type, EmperorTest.class));
      if (found.isPresent()) {
        return found.get();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "@EmperorTest: every test has a vassal of its own, so @BeforeAll and @AfterAll can't have"
              + " one, nor the constructor with @TestInstance(PER_CLASS); ask for it in @BeforeEach"
              + " or in the test");
    }
    Class<?> type = parameter.getParameter().getType();
    try {
      return resolved(type, trial(context));
    } catch (Exception e) {
      throw new ParameterResolutionException("@EmperorTest: " + e.getMessage(), e);
    }
  }

  private static Object resolved(Class<?> type, Trial trial) throws Exception {
    if (type == TestCluster.class) {
      return trial.cluster();
    }
    if (type == ConsulApi.class) {
      return trial.cluster().consul();
    }
    return type == URI.class ? trial.vassal().uri() : trial.vassal();
  }
}
