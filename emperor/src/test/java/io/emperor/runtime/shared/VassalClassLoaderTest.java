package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Launches;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VassalClassLoaderTest {

  /** Answers the names of the services that the app's own Consul knows. */
  private static final String ASKER =
      """
      package shop;
      public class Asker implements java.util.concurrent.Callable<Object> {
        public Object call() { return io.emperor.api.Consul.services().keySet(); }
      }
      """;

  @TempDir Path directory;

  private final List<VassalClassLoader> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (VassalClassLoader loader : open) {
      loader.close();
    }
  }

  @Test
  void everyAppsConsulAnswersFromItsOwnObject() throws Exception {
    Callable<?> one = asker(bound("one", ASKER));
    Callable<?> two = asker(bound("two", ASKER));

    assertThat(one.call()).isEqualTo(Set.of("one"));
    assertThat(two.call()).isEqualTo(Set.of("two"));
    assertThat(one.call()).isEqualTo(Set.of("one"));
  }

  @Test
  void neitherTheThreadNorItsContextLoaderDecidesWhoAnswers() throws Exception {
    VassalClassLoader one = bound("one", ASKER);
    VassalClassLoader two = bound("two", ASKER);
    FutureTask<Object> asking = new FutureTask<>(asker(one)::call);
    Thread foreign = new Thread(asking);
    foreign.setContextClassLoader(two);

    foreign.start();

    assertThat(asking.get(20, TimeUnit.SECONDS)).isEqualTo(Set.of("one"));
  }

  @Test
  void bindingAnAppBindsNeitherTheEmperorNorAnAppThatIsNotBound() throws Exception {
    bound("one", ASKER);
    Callable<?> unbound = asker(loader("two", AppJar.empty().withSource("shop.Asker", ASKER)));

    assertThatThrownBy(unbound::call).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(Consul::services).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void consulIsDefinedOnceHoweverManyAskForItFirst() throws Exception {
    VassalClassLoader loader = loader("one", AppJar.empty());
    CyclicBarrier together = new CyclicBarrier(8);
    List<CompletableFuture<Class<?>>> loading = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      CompletableFuture<Class<?>> loaded = new CompletableFuture<>();
      loading.add(loaded);
      new Thread(
              () -> {
                try {
                  together.await(20, TimeUnit.SECONDS);
                  loaded.complete(loader.loadClass(Consul.class.getName()));
                } catch (Throwable e) {
                  loaded.completeExceptionally(e);
                }
              })
          .start();
    }

    Class<?> first = loading.get(0).get(20, TimeUnit.SECONDS);
    for (CompletableFuture<Class<?>> loaded : loading) {
      assertThat(loaded.get(20, TimeUnit.SECONDS)).isSameAs(first);
    }
    assertThat(first).isNotSameAs(Consul.class);
    assertThat(first.getClassLoader()).isSameAs(loader);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.emperor.api.Vassal",
        "io.emperor.api.ConsulApi",
        "io.emperor.api.Health",
        "jakarta.servlet.Servlet",
        "jakarta.servlet.http.HttpServlet",
        "org.slf4j.LoggerFactory"
      })
  void whatPassesBetweenAppAndEmperorIsTheEmperors(String shared) throws Exception {
    assertThat(loader("one", AppJar.empty()).loadClass(shared)).isSameAs(Class.forName(shared));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.emperor.runtime.shared.SharedJvm",
        "io.emperor.daemon.Emperor",
        "io.emperor.consul.ConsulBridge",
        "org.eclipse.jetty.server.Server",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "ch.qos.logback.classic.Logger",
        "okhttp3.OkHttpClient",
        "picocli.CommandLine"
      })
  void nothingElseOfTheEmperorsIsVisible(String hidden) throws Exception {
    assertThat(Class.forName(hidden)).isNotNull();
    VassalClassLoader loader = loader("one", AppJar.empty());

    assertThatThrownBy(() -> loader.loadClass(hidden)).isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.getResource(hidden.replace('.', '/') + ".class")).isNull();
  }

  @Test
  void theEmperorsResourcesAndServicesAreNotVisible() throws Exception {
    String services = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    assertThat(getClass().getClassLoader().getResource("logback.xml")).isNotNull();
    assertThat(getClass().getClassLoader().getResource(services)).isNotNull();
    VassalClassLoader loader = loader("one", AppJar.empty());

    assertThat(loader.getResource("logback.xml")).isNull();
    assertThat(Collections.list(loader.getResources(services))).isEmpty();
  }

  @Test
  void aBundledCopyOfTheApiDoesNotWin() throws Exception {
    AppJar jar =
        AppJar.empty()
            .withSource("shop.Asker", ASKER)
            .withSource(
                "io.emperor.api.Consul",
                """
                package io.emperor.api;
                public class Consul {
                  public static java.util.Map<String, Object> services() {
                    return java.util.Map.of("bundled", "");
                  }
                }
                """)
            .withSource("io.emperor.api.Health", "package io.emperor.api; public class Health {}");
    VassalClassLoader loader = loader("one", jar);
    loader.bind(knowing("one"));

    assertThat(asker(loader).call()).isEqualTo(Set.of("one"));
    assertThat(loader.loadClass("io.emperor.api.Health").isRecord()).isTrue();
  }

  @Test
  void twoVersionsOfAClassLiveSideBySide() throws Exception {
    assertThat(asker(loader("one", answering("1.0"))).call()).isEqualTo("1.0");
    assertThat(asker(loader("two", answering("2.0"))).call()).isEqualTo("2.0");
  }

  @Test
  void aLibraryThatTheEmperorHasTooIsTheAppsOwn() throws Exception {
    String name = "com.fasterxml.jackson.databind.ObjectMapper";
    VassalClassLoader loader =
        loader(
            "one",
            AppJar.empty()
                .withSource(
                    name, "package com.fasterxml.jackson.databind; public class ObjectMapper {}"));

    assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
  }

  @Test
  void anAppsOwnResourcesComeBeforeThePlatforms() throws Exception {
    String name = "java/lang/Object.class";
    VassalClassLoader loader = loader("one", AppJar.empty().with(name, "the app's"));

    assertThat(text(loader.getResource(name))).isEqualTo("the app's");
    List<URL> all = Collections.list(loader.getResources(name));
    assertThat(all).hasSize(2);
    assertThat(text(all.get(0))).isEqualTo("the app's");
  }

  @Test
  void thePlatformIsVisible() throws Exception {
    VassalClassLoader loader = loader("one", AppJar.empty());

    assertThat(loader.loadClass("java.sql.Connection")).isSameAs(java.sql.Connection.class);
    assertThat(loader.getResource("java/lang/Object.class")).isNotNull();
  }

  @Test
  void servicesAreLookedUpInTheApp() throws Exception {
    AppJar jar =
        answering("served").with("META-INF/services/java.util.concurrent.Callable", "shop.Asker");

    Callable<?> found =
        ServiceLoader.load(Callable.class, loader("one", jar)).findFirst().orElseThrow();

    assertThat(found.call()).isEqualTo("served");
  }

  private VassalClassLoader bound(String name, String source) throws Exception {
    VassalClassLoader loader = loader(name, AppJar.empty().withSource("shop.Asker", source));
    loader.bind(knowing(name));
    return loader;
  }

  private VassalClassLoader loader(String name, AppJar jar) throws Exception {
    Path file = jar.writtenTo(directory.resolve(name + ".jar"));
    VassalClassLoader loader = VassalClassLoader.ofJar(Launches.of(name, file));
    open.add(loader);
    return loader;
  }

  private static AppJar answering(String answer) {
    return AppJar.empty()
        .withSource(
            "shop.Asker",
            """
            package shop;
            public class Asker implements java.util.concurrent.Callable<Object> {
              public Object call() { return "%s"; }
            }
            """
                .formatted(answer));
  }

  private static Callable<?> asker(ClassLoader loader) throws Exception {
    return (Callable<?>) loader.loadClass("shop.Asker").getConstructor().newInstance();
  }

  /** A cluster with one service. */
  private static ConsulApi knowing(String service) {
    return (ConsulApi)
        Proxy.newProxyInstance(
            ConsulApi.class.getClassLoader(),
            new Class<?>[] {ConsulApi.class},
            (proxy, method, arguments) -> Map.of(service, Set.of()));
  }

  private static String text(@Nullable URL resource) throws Exception {
    try (var in = Objects.requireNonNull(resource).openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
