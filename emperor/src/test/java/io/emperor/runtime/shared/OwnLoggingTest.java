package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Launch;
import io.emperor.runtime.Launches;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OwnLoggingTest {

  private static final String PROVIDERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final String LOGBACK = "ch.qos.logback.classic.spi.LogbackServiceProvider";

  /** As Spring Boot does it: what answers has to be the Logback that the app sees. */
  private static final String INSISTING =
      """
      package shop;
      public class Insisting implements java.util.concurrent.Callable<Object> {
        public Object call() throws Exception {
          Class<?> context = Class.forName("ch.qos.logback.classic.LoggerContext");
          return context.cast(Class.forName("org.slf4j.LoggerFactory").getMethod("getILoggerFactory").invoke(null));
        }
      }
      """;

  @TempDir Path directory;

  @Test
  void aJarWithABackendAndItsSlf4jHasItsOwn() throws Exception {
    try (VassalClassLoader loader = jar(withApi(withLogback(insisting())), null)) {
      Class<?> type = loader.loadClass("shop.Insisting");

      Object answered = ((Callable<?>) type.getConstructor().newInstance()).call();

      assertThat(answered.getClass().getClassLoader()).isSameAs(loader);
      assertThat(answered).isNotInstanceOf(LoggerContext.class);
    }
  }

  @Test
  void soHasAWarWithThemAmongItsLibraries() throws Exception {
    AppJar war =
        insisting()
            .inWar()
            .withLibrary("logback.jar", withLogback(AppJar.empty()))
            .withLibrary("slf4j-api.jar", withApi(AppJar.empty()));
    try (PrivateCopies copies = PrivateCopies.in(directory.resolve("copies"))) {
      Path file = war.writtenTo(directory.resolve("shop.war"));
      UnpackedWar unpacked =
          new UnpackedWar(
              copies.unpack(
                  copies.copy(file, "shop-1.war", Copying.PLAIN), Long.MAX_VALUE, () -> true));
      try (VassalClassLoader loader =
          VassalClassLoader.ofWar(Launches.of("shop", file), unpacked)) {
        assertThat(sharesSlf4j(loader)).isFalse();
      }
    }
  }

  @Test
  void soHasAJarWithABackendForAnOlderSlf4j() throws Exception {
    AppJar old =
        AppJar.empty()
            .withSource(
                "org.slf4j.LoggerFactory", "package org.slf4j; public class LoggerFactory {}")
            .withSource(
                "org.slf4j.impl.StaticLoggerBinder",
                "package org.slf4j.impl; public class StaticLoggerBinder {}");

    assertThat(sharesSlf4j(old, null)).isFalse();
  }

  @Test
  void halfOfItIsNotEnough() throws Exception {
    assertThat(sharesSlf4j(withLogback(AppJar.empty()), null)).isTrue();
    assertThat(sharesSlf4j(withApi(AppJar.empty()), null)).isTrue();
  }

  @Test
  void theConfigurationIsStronger() throws Exception {
    assertThat(sharesSlf4j(withApi(withLogback(AppJar.empty())), false)).isTrue();
    assertThat(sharesSlf4j(withApi(AppJar.empty()), true)).isFalse();
  }

  @Test
  void whatIsNotThereCantBeUsed() {
    assertThatThrownBy(() -> sharesSlf4j(AppJar.empty(), true))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageEndingWith(
            "shop.jar has no SLF4J for own-logging: true: put slf4j-api and a backend into it, or"
                + " remove the key");
  }

  /** A bridge from java.util.logging, say, as Spring Boot installs one. */
  @Test
  void itsHandlersForEverybodysLogGoWithIt() throws Exception {
    String bridge =
        """
        package shop;
        import java.util.logging.*;
        public class Bridge extends ConsoleHandler implements java.util.concurrent.Callable<Object> {
          public Object call() { Logger.getLogger("").addHandler(this); return this; }
        }
        """;
    try (VassalClassLoader loader = jar(AppJar.empty().withSource("shop.Bridge", bridge), null)) {
      Object added =
          ((Callable<?>) loader.loadClass("shop.Bridge").getConstructor().newInstance()).call();
      assertThat(Logger.getLogger("").getHandlers()).contains((Handler) added);

      loader.endOfApp();

      assertThat(Logger.getLogger("").getHandlers()).doesNotContain((Handler) added);
    }
  }

  private static AppJar insisting() {
    return AppJar.empty().withSource("shop.Insisting", INSISTING);
  }

  private static AppJar withApi(AppJar jar) {
    return jar.withLibraryOf(LoggerFactory.class);
  }

  private static AppJar withLogback(AppJar jar) {
    return jar.withLibraryOf(LoggerContext.class)
        .withLibraryOf(Context.class)
        .with(PROVIDERS, LOGBACK);
  }

  private boolean sharesSlf4j(AppJar jar, @Nullable Boolean told) throws Exception {
    try (VassalClassLoader loader = jar(jar, told)) {
      return sharesSlf4j(loader);
    }
  }

  private static boolean sharesSlf4j(ClassLoader loader) throws ClassNotFoundException {
    return loader.loadClass("org.slf4j.LoggerFactory") == LoggerFactory.class;
  }

  private VassalClassLoader jar(AppJar jar, @Nullable Boolean told)
      throws UnusableAppException, IOException {
    Path file = jar.writtenTo(directory.resolve("shop.jar"));
    return VassalClassLoader.ofJar(
        new Launch("shop", "shop-test", 1, file, file, directory, Map.of(), told, false));
  }
}
