package io.emperor.runtime;

import static io.emperor.runtime.SharedJvmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An app with much of what is known to keep class loaders in memory, loaded, used and unloaded
 * again and again.
 */
@Timeout(300)
class RedeployTest {

  private static final int TIMES = 200;
  private static final int MOST_COLLECTIONS = 50;

  private static final String APP =
      """
      package leaky;
      import com.fasterxml.jackson.databind.ObjectMapper;
      import io.emperor.api.Vassal;
      import io.emperor.api.VassalContext;
      import java.sql.*;
      import java.util.*;
      import java.util.logging.Logger;
      public class Leaky implements Vassal {
        public static class Item { public String name = "item"; public List<Item> parts = new ArrayList<>(); }
        public static class NoDriver implements Driver {
          public Connection connect(String url, Properties info) { return null; }
          public boolean acceptsURL(String url) { return false; }
          public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return new DriverPropertyInfo[0]; }
          public int getMajorVersion() { return 1; }
          public int getMinorVersion() { return 0; }
          public boolean jdbcCompliant() { return false; }
          public Logger getParentLogger() { return null; }
        }
        static final ThreadLocal<Item> LOCAL = ThreadLocal.withInitial(Item::new);
        final Timer timer = new Timer("leaky-timer");
        public void start(VassalContext context) throws Exception {
          LOCAL.get().parts.add(new Item());
          String json = new ObjectMapper().writeValueAsString(LOCAL.get());
          if (!new ObjectMapper().readValue(json, Item.class).name.equals("item")) throw new IllegalStateException();
          DriverManager.registerDriver(new NoDriver());
          Runtime.getRuntime().addShutdownHook(new Thread(() -> LOCAL.get()));
          timer.schedule(new TimerTask() { public void run() { LOCAL.get(); } }, 1, 1);
        }
        public void stop() { timer.cancel(); }
      }
      """;

  @TempDir Path directory;

  private SharedJvmRig rig;

  @BeforeEach
  void start() {
    rig = new SharedJvmRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void leavesNoClassLoaderBehind() throws Exception {
    AppJar jar =
        AppJar.empty()
            .naming("leaky.Leaky")
            .with("META-INF/services/java.sql.Driver", "leaky.Leaky$NoDriver");
    for (Class<?> library : List.of(ObjectMapper.class, JsonFactory.class, JsonProperty.class)) {
      jar.withLibraryOf(library);
    }
    jar.withSource("leaky.Leaky", APP);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    for (int i = 0; i < TIMES; i++) {
      loaders.add(life(jar));
    }

    int[] collections = new int[1];
    Await.until(
        "all class loaders are gone",
        () -> {
          assertThat(++collections[0]).isLessThanOrEqualTo(MOST_COLLECTIONS);
          System.gc();
          return living(loaders).findAny().isEmpty();
        });
  }

  private WeakReference<ClassLoader> life(AppJar jar) throws Exception {
    App app = rig.load(jar);
    app.start(LONG).get();
    WeakReference<ClassLoader> loader = new WeakReference<>(loaderOfTheTimer());
    app.stop(LONG).get();
    app.close();
    return loader;
  }

  /** The newest thread of that name: those before have ended or are ending. */
  private static ClassLoader loaderOfTheTimer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("leaky-timer"))
        .max(java.util.Comparator.comparingLong(Thread::getId))
        .orElseThrow()
        .getContextClassLoader();
  }

  private static Stream<WeakReference<ClassLoader>> living(List<WeakReference<ClassLoader>> all) {
    return all.stream().filter(loader -> !loader.refersTo(null));
  }
}
