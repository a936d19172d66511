package io.emperor.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConsulTest {

  @Test
  void declaresEveryMethodOfTheApiAndNothingElseButBind() {
    List<String> statics =
        Arrays.stream(Consul.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !method.getName().equals("bind"))
            .map(ConsulTest::signature)
            .toList();
    List<String> api =
        Arrays.stream(ConsulApi.class.getMethods()).map(ConsulTest::signature).toList();

    assertThat(statics).containsExactlyInAnyOrderElementsOf(api);
  }

  @TestFactory
  List<DynamicTest> passesEveryCallOnUnchanged() {
    return Arrays.stream(ConsulApi.class.getMethods())
        .map(method -> DynamicTest.dynamicTest(signature(method), () -> assertPassedOn(method)))
        .toList();
  }

  @Test
  void saysThatNothingIsBound() {
    ClassLoader own = new CopyOfConsul();

    assertThatThrownBy(
            () -> own.loadClass(Consul.class.getName()).getMethod("services").invoke(null))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Consul.bind");
  }

  private static void assertPassedOn(Method method) throws Exception {
    List<String> called = new ArrayList<>();
    List<Object> passed = new ArrayList<>();
    Object answer = sample(method.getReturnType());
    Consul.bind(
        (ConsulApi)
            Proxy.newProxyInstance(
                ConsulApi.class.getClassLoader(),
                new Class<?>[] {ConsulApi.class},
                (proxy, target, arguments) -> {
                  called.add(signature(target));
                  passed.addAll(arguments == null ? List.of() : Arrays.asList(arguments));
                  return answer;
                }));
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(ConsulTest::sample).toArray();

    Object answered =
        Consul.class
            .getMethod(method.getName(), method.getParameterTypes())
            .invoke(null, arguments);

    assertThat(answered).isEqualTo(answer);
    assertThat(called).containsExactly(signature(method));
    assertThat(passed).containsExactly(arguments);
  }

  private static int samples;

  /** A value that differs from every other one of its type, so that swapped arguments show. */
  private static Object sample(Class<?> type) {
    samples++;
    int number = samples;
    Map<Class<?>, Object> samplesByType =
        Map.ofEntries(
            entry(String.class, "text-" + number),
            entry(byte[].class, new byte[] {(byte) number}),
            entry(boolean.class, true),
            entry(long.class, (long) number),
            entry(Long.class, (long) number),
            entry(Duration.class, Duration.ofSeconds(number)),
            entry(List.class, List.of("item-" + number)),
            entry(Map.class, Map.of("name", Set.of("tag-" + number))),
            entry(Optional.class, Optional.empty()),
            entry(Runnable.class, (Runnable) () -> samples = number),
            entry(Consumer.class, (Consumer<Object>) told -> samples = number),
            entry(Watch.class, new NoWatch()),
            entry(Lease.class, nothing(Lease.class)),
            entry(Leadership.class, nothing(Leadership.class)),
            entry(LeaderTask.class, (LeaderTask) lease -> samples = number));
    return Objects.requireNonNull(samplesByType.get(type), type::getName);
  }

  /** An object of its own that does nothing, and is equal to itself alone. */
  private static Object nothing(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> arguments[0] == proxy;
              case "hashCode" -> System.identityHashCode(proxy);
              default -> type.getSimpleName();
            });
  }

  private static final class NoWatch implements Watch {
    @Override
    public Duration age() {
      return Duration.ZERO;
    }

    @Override
    public void close() {}
  }

  private static String signature(Method method) {
    return method.getReturnType().getSimpleName()
        + " "
        + method.getName()
        + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
  }

  /** A loader that defines the class itself, as the one of a vassal does. */
  private static final class CopyOfConsul extends ClassLoader {
    CopyOfConsul() {
      super(Consul.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Consul.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (var bytes = Consul.class.getResourceAsStream("Consul.class")) {
        byte[] code = Objects.requireNonNull(bytes).readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
