package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.runtime.AppJar;
import io.emperor.runtime.Launches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that say something to the whole JVM. */
class JvmCallRewriterTest {

  @TempDir Path directory;

  private final List<Integer> told = new ArrayList<>();

  private void run(String statements) throws Exception {
    String source =
        """
        package shop;
        public class Leaving implements Runnable {
          interface Ender { void end(int status); }
          @Override public void run() { %s }
        }
        """
            .formatted(statements);
    Path jar =
        AppJar.empty()
            .withSource("shop.Leaving", source)
            .writtenTo(directory.resolve("leaving.jar"));
    try (VassalClassLoader loader = VassalClassLoader.ofJar(Launches.of("leaving", jar))) {
      loader.onExit(told::add);
      Runnable leaving = (Runnable) loader.loadClass("shop.Leaving").getConstructor().newInstance();
      leaving.run();
      assertThat(System.getProperty("hooks")).isNull();
      loader.endOfApp();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(3);",
        "Runtime.getRuntime().exit(3);",
        "Runtime.getRuntime().halt(3);",
        "Ender ender = System::exit; ender.end(3);",
        "Ender ender = Runtime.getRuntime()::halt; ender.end(3);",
        "new Object() { void go() { System.exit(3); } }.go();",
        "Runnable later = () -> System.exit(3); later.run();"
      })
  void areToldAndTheCallNeverReturns(String statements) {
    assertThatThrownBy(() -> run(statements + " throw new IllegalStateException();"))
        .isInstanceOf(Error.class)
        .hasMessage("the app has exited with status 3");
    assertThat(told).containsExactly(3);
  }

  @Test
  void hooksRunWhenTheAppEndsAndOnlyThen() throws Exception {
    String hook = "System.getProperties().merge(\"hooks\", \"ran\", (a, b) -> a.toString() + b)";
    String statements =
        """
        Thread hook = new Thread(() -> %1$s);
        Thread removed = new Thread(() -> %1$s);
        Runtime.getRuntime().addShutdownHook(hook);
        Runtime.getRuntime().addShutdownHook(removed);
        if (!Runtime.getRuntime().removeShutdownHook(removed)) { throw new IllegalStateException(); }
        if (Runtime.getRuntime().removeShutdownHook(removed)) { throw new IllegalStateException(); }
        """
            .formatted(hook);
    try {
      run(statements);
      assertThat(System.getProperty("hooks")).isEqualTo("ran");
    } finally {
      System.clearProperty("hooks");
    }
  }

  @Test
  void otherCallsOfTheSameNamesAreLeftAlone() throws Exception {
    run(
        """
        class Door { void exit(int door) {} void halt(int door) {} }
        new Door().exit(1);
        new Door().halt(2);
        if (Runtime.getRuntime().availableProcessors() < 1) { throw new IllegalStateException(); }
        System.gc();
        """);
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsNoClassIsLeftAlone() {
    byte[] code =
        "java/lang/System exit, but no class".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(JvmCallRewriter.redirected(code)).isSameAs(code);
  }
}
