package io.emperor.testkit;

import io.emperor.api.Vassal;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs a vassal for each test method of a class: a Consul-compatible agent is started, the vassal
 * is started and registered with it, and after the test all of it ends. Test methods, and those
 * around them, may have parameters of these types:
 *
 * <ul>
 *   <li>{@link java.net.URI}: where the vassal's servlets answer;
 *   <li>{@link io.emperor.api.ConsulApi}: the cluster as the vassal sees it;
 *   <li>{@link RunningVassal}: both, its health, and the agent's own address.
 * </ul>
 *
 * <p>The vassal runs in the test's own class loader, so that a test can reach into it and step
 * through it; that includes the static {@link io.emperor.api.Consul}, which is why such tests do
 * not run in parallel with each other.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(EmperorExtension.class)
@ResourceLock("io.emperor.api.Consul")
public @interface EmperorTest {

  /**
   * The vassal.
   *
   * @return a public class with a public constructor without parameters
   */
  Class<? extends Vassal> value();

  /**
   * The vassal's name.
   *
   * @return also the name of its service; the class's name in lower case if it is empty
   */
  String name() default "";

  /**
   * What {@link io.emperor.api.VassalContext#settings} answers.
   *
   * @return words {@code key=value}
   */
  String[] settings() default {};
}
