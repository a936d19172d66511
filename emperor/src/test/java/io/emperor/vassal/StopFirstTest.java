package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static io.emperor.vassal.SupervisorRig.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that have something which only one generation can have. */
@Timeout(60)
class StopFirstTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);

  /** Loads a library in the way that each app does it once. */
  private static final String LOADING =
      """
      package shop;
      public class Loading implements io.emperor.api.Vassal {
        public void start(io.emperor.api.VassalContext context) {
          System.load(context.settings().get("library"));
          context.serve("/*", new jakarta.servlet.GenericServlet() {
            public void service(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response)
                throws java.io.IOException {
              response.getWriter().print(context.generation());
            }
          });
        }
      }
      """;

  /** Has a lock from its start to its stop. */
  private static final String LOCKING =
      """
      package shop;
      import java.nio.channels.FileChannel;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;
      public class Locking implements io.emperor.api.Vassal {
        private FileChannel lock;
        public void start(io.emperor.api.VassalContext context) throws Exception {
          Path file = Path.of(context.settings().get("lock"));
          lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          lock.lock();
        }
        public void stop() throws Exception {
          lock.close();
        }
      }
      """;

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private SupervisorRig rig;
  private Supervisor shop;

  @BeforeEach
  void start() throws Exception {
    rig =
        new SupervisorRig(
            directory, new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(40)));
    shop = rig.supervisor("shop");
    hand.onStart(GenerationServlet.served());
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  private int running(String config) throws Exception {
    rig.config("shop", config);
    shop.load(rig.jar("shop", APP));
    awaitState(shop, VassalState.RUNNING, 1);
    return shop.status().service().port();
  }

  @Test
  void theOldGenerationEndsBeforeTheNewOneStartsAndThePortStays() throws Exception {
    int port = running("reload: stop-first");

    shop.load(rig.source("shop"));
    awaitState(shop, VassalState.RUNNING, 2);

    assertThat(hand.journal())
        .filteredOn(call -> !call.equals("health"))
        .containsExactly("start 1", "stop", "start 2");
    assertThat(shop.status().service().port()).isEqualTo(port);
    assertThat(get(port)).isEqualTo("generation 2");
  }

  @Test
  void whenTheNewOneFailsItBacksOffAsAfterACrashAndTriesAgain() throws Exception {
    int port = running("reload: stop-first");
    hand.onStart(
        context -> {
          if (context.generation() < 4) {
            throw new IllegalStateException("not yet");
          }
          GenerationServlet.served().with(context);
        });

    shop.load(rig.source("shop"));
    awaitState(shop, VassalState.RUNNING, 4);
    assertThat(shop.detail().past())
        .filteredOn(entry -> entry.state() == VassalState.BACKING_OFF)
        .anyMatch(entry -> entry.words().contains("not yet; next attempt in"));
    assertThat(shop.status().service().port()).isEqualTo(port);
    assertThat(get(port)).isEqualTo("generation 4");
  }

  @Test
  void whatCantBeLoadedLeavesTheOldOneServing() throws Exception {
    int port = running("reload: stop-first");

    shop.load(rig.noJar("shop"));
    awaitReason(shop, "generation 2 failed, generation 1 goes on serving");

    assertThat(get(port)).isEqualTo("generation 1");
  }

  @Test
  void aFailedReloadOfWhatIsExclusiveNamesTheKeyWhichHelps() throws Exception {
    String lock = "settings.lock: " + directory.resolve("lock");
    rig.config("shop", lock);
    AppJar locking = AppJar.empty().withSource("shop.Locking", LOCKING).naming("shop.Locking");
    shop.load(rig.jar("shop", locking));
    awaitState(shop, VassalState.RUNNING, 1);

    shop.load(rig.source("shop"));
    String words =
        "OverlappingFileLockException; the old generation may have it still: with reload: stop-first it"
            + " ends before the new one starts; next attempt in";
    Await.until(
        words,
        () -> shop.detail().past().stream().anyMatch(entry -> entry.words().contains(words)));

    shop.load(rig.config("shop", "{reload: stop-first, %s}".formatted(lock)));
    int last = shop.status().attempt();
    Await.until(
        "it is reloaded",
        () -> shop.status().state() == VassalState.RUNNING && shop.status().generation() >= last);
  }

  @Test
  void aNativeLibraryIsLetGoBeforeItIsLoadedAgain() throws Exception {
    Path library = directory.resolve("libown.so");
    Files.copy(Path.of(System.getProperty("java.home"), "lib", "libprefs.so"), library);
    rig.config("shop", "{reload: stop-first, settings.library: %s}".formatted(library));
    AppJar loading = AppJar.empty().withSource("shop.Loading", LOADING).naming("shop.Loading");
    shop.load(rig.jar("shop", loading));
    awaitState(shop, VassalState.RUNNING, 1);
    int port = shop.status().service().port();
    assertThat(get(port)).isEqualTo("1");

    shop.load(rig.source("shop"));

    awaitState(shop, VassalState.RUNNING, 3); // the second has met it, and then it was let go
    assertThat(get(port)).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.h2.jdbc.JdbcSQLNonTransientConnectionException: Database may be already in use: null",
        "javax.management.InstanceAlreadyExistsException: shop:type=Stock",
        "java.lang.UnsatisfiedLinkError: Native Library /a.so already loaded in another classloader",
        "java.net.BindException: Address already in use",
      })
  void otherThingsOfThatSortAreKnown(String words) {
    assertThat(Exclusive.isWanted(words)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port 8080 can't be opened: Address already in use",
        "java.sql.SQLException: no such table"
      })
  void thingsOfAnotherSortAreNot(String words) {
    assertThat(Exclusive.isWanted(words)).isFalse();
  }
}
