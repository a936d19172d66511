package io.emperor.testkit;

import io.emperor.api.Vassal;
import io.emperor.devagent.base.ConsulProfile;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs a vassal for each test of a class, and of the classes nested in it: starts a
 * Consul-compatible agent, starts the vassal and registers it, and ends all of it after the test.
 *
 * <p>Test methods, those around them, and the constructor (unless the class is {@code
 * TestInstance(PER_CLASS)}) may have parameters of these types:
 *
 * <ul>
 *   <li>{@link java.net.URI}: where the vassal's servlets answer;
 *   <li>{@link io.emperor.api.ConsulApi}: the cluster, through an object of the test's own;
 *   <li>{@link TestCluster}: the same, to register services with, and the agent's address;
 *   <li>{@link RunningVassal}: all of that, and the vassal's health, reload and stop.
 * </ul>
 *
 * <p>The vassal starts when one of these asks for the {@code URI} or the {@code RunningVassal}, and
 * right before the test method at the latest. So what it should find when it starts is written in a
 * {@code BeforeEach} method that has a {@code ConsulApi} or a {@code TestCluster} alone.
 *
 * <p>The vassal runs on threads of its own, but in the test's class loader, so that a test can
 * reach into it and step through it. That includes the static {@link io.emperor.api.Consul}, which
 * is why such tests do not run in parallel with each other within one JVM.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(EmperorExtension.class)
@ResourceLock(EmperorTest.CONSUL)
public @interface EmperorTest {

  /**
   * The key of JUnit's resource lock on the static {@link io.emperor.api.Consul}, for tests that
   * call {@code Consul.bind} themselves and are run in parallel with these.
   */
  String CONSUL = "io.emperor.api.Consul";

  /**
   * The vassal.
   *
   * @return a public class with a public constructor without parameters; if none is given, the one
   *     class that is named in {@code META-INF/services/io.emperor.api.Vassal} on the class path
   */
  Class<? extends Vassal> value() default Vassal.class;

  /**
   * The vassal's name.
   *
   * @return also the name of its service; the class's name in lower case if it is empty
   */
  String name() default "";

  /**
   * What {@link io.emperor.api.VassalContext#settings} answers.
   *
   * @return words {@code key=value}, of which the first {@code =} divides
   */
  String[] settings() default {};

  /**
   * Which Consul the agent answers like.
   *
   * @return Consul 1.8, to whose binary the agent is held, if nothing else is said
   */
  ConsulProfile consul() default ConsulProfile.V1_8;
}
