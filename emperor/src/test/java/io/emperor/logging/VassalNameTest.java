package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Whose line it is that is written on a thread which is in no vassal's group. */
class VassalNameTest {

  private static final Logs LOGS = new Logs();

  private final Classes classes = new Classes("shop", Naming.class);

  @Test
  void theContextClassLoaderOfAThreadTellsWhoseItIs() throws Exception {
    Thread thread = new Thread(() -> {});
    thread.setContextClassLoader(new ClassLoader(classes) {});

    assertThat(VassalName.of(thread)).contains("shop");
    assertThat(VassalName.of(Thread.currentThread())).isEmpty();
  }

  @Test
  void codeOfAVassalsThatRunsOnAThreadOfNobodysIsItsOwn() throws Exception {
    assertThat(CompletableFuture.supplyAsync(naming()).get()).contains("shop");
    assertThat(VassalName.of(event())).isEmpty();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void soItIsOnAVirtualThreadThatInheritsNothing() throws Exception {
    CompletableFuture<Optional<String>> name = new CompletableFuture<>();
    Supplier<Optional<String>> naming = naming();
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);

    type.getMethod("start", Runnable.class)
        .invoke(builder, (Runnable) () -> name.complete(naming.get()));

    assertThat(name.get()).contains("shop");
  }

  @SuppressWarnings("unchecked")
  private Supplier<Optional<String>> naming() throws Exception {
    return (Supplier<Optional<String>>)
        classes.loadClass(Naming.class.getName()).getConstructor().newInstance();
  }

  private static LoggingEvent event() {
    Logger logger = LOGS.logger("shop.Orders");
    return new LoggingEvent("", logger, Level.INFO, "sold", null, null);
  }

  /** A line that is being written: of the emperor's classes, since a package is a loader's own. */
  public static final class Written {
    private Written() {}

    /** Whose it is. */
    public static Optional<String> now() {
      return VassalName.of(event());
    }
  }

  /** Names the vassal of a line that it writes. */
  public static final class Naming implements Supplier<Optional<String>> {

    /** For reflection. */
    public Naming() {}

    @Override
    public Optional<String> get() {
      return Written.now();
    }
  }
}
