package io.emperor.runtime;

import static io.emperor.runtime.SharedJvmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.api.Health.Status;
import io.emperor.consul.Await;
import io.emperor.http.ListeningPort;
import io.emperor.runtime.apps.Plain;
import io.emperor.runtime.apps.Puppet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AppHealthTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private SharedJvmRig rig;

  @BeforeEach
  void start() {
    rig = new SharedJvmRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
  }

  @Test
  void anAppThatLeavesHealthAsItIsIsPassingWithoutBeingAsked() throws Exception {
    App app = started(AppJar.providing(Plain.class));
    app.close();

    assertThat(app.health(LONG)).isCompletedWithValue(Health.passing());
  }

  @Test
  void whatTheAppSaysIsPassedOn() throws Exception {
    hand.onHealth(() -> Health.warning("the disk is nearly full"));
    App app = started(AppJar.providing(Puppet.class));

    assertThat(app.health(LONG).get()).isEqualTo(Health.warning("the disk is nearly full"));
    app.close();
  }

  @Test
  void anAppWhoseThreadsAreAllBusyIsAskedAllTheSame() throws Exception {
    CountDownLatch busy = new CountDownLatch(200);
    CountDownLatch release = new CountDownLatch(1);
    hand.onStart(context -> context.serve("/*", new Waiting(busy, release)));
    App app = started(AppJar.providing(Puppet.class));
    try (ListeningPort port = rig.serve(app)) {
      HttpClient client = HttpClient.newHttpClient();
      URI uri = URI.create("http://127.0.0.1:" + port.number() + "/");
      for (int i = 0; i < 200; i++) {
        var unused =
            client.sendAsync(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
      }
      busy.await();

      assertThat(app.health(LONG).get().isPassing()).isTrue();
      release.countDown();
    }
    app.close();
  }

  /** Keeps a thread of the app's until it is told to go on. */
  private static final class Waiting extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient CountDownLatch busy;
    private final transient CountDownLatch release;

    Waiting(CountDownLatch busy, CountDownLatch release) {
      this.busy = busy;
      this.release = release;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      busy.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void aNoteCannotForgeALine() throws Exception {
    hand.onHealth(() -> Health.warning("slow\n12:00 INFO  other: all is well"));
    App app = started(AppJar.providing(Puppet.class));

    assertThat(app.health(LONG).get())
        .isEqualTo(Health.warning("slow 12:00 INFO  other: all is well"));
    app.close();
  }

  @Test
  void whatItThrowsIsCritical() throws Exception {
    hand.onHealth(
        () -> {
          throw new IllegalStateException("no database");
        });
    App app = started(AppJar.providing(Puppet.class));

    assertThat(app.health(LONG).get())
        .isEqualTo(Health.critical("java.lang.IllegalStateException: no database"));
    app.close();
  }

  @Test
  void anErrorThatItThrowsIsCritical() throws Exception {
    hand.onHealth(
        () -> {
          throw new NoClassDefFoundError("shop/Absent");
        });
    App app = started(AppJar.providing(Puppet.class));

    assertThat(app.health(LONG).get())
        .isEqualTo(Health.critical("java.lang.NoClassDefFoundError: shop/Absent"));
    app.close();
  }

  @Test
  @SuppressWarnings("NullAway") // What an app's code may do all the same.
  void anAnswerThatIsNullIsCritical() throws Exception {
    hand.onHealth(() -> null);
    App app = started(AppJar.providing(Puppet.class));

    assertThat(app.health(LONG).get()).isEqualTo(Health.critical("health() answered null"));
    app.close();
  }

  @Test
  void aCallThatHangsIsCriticalAndTheOnlyOneUntilItReturns() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    hand.onHealth(
        () -> {
          Hand.stubbornly(release);
          return Health.passing("back");
        });
    App app = started(AppJar.providing(Puppet.class));

    Health first = app.health(SHORT).get();
    Health second = app.health(LONG).get();

    assertThat(first.status()).isEqualTo(Status.CRITICAL);
    assertThat(first.note()).isEqualTo("health() has not returned within 20 ms");
    assertThat(second.status()).isEqualTo(Status.CRITICAL);
    assertThat(second.note()).isEqualTo("health() still has not returned");
    assertThat(Collections.frequency(hand.journal(), "health")).isEqualTo(1);
    release.countDown();
    Await.until("asked again", () -> app.health(LONG).get().note().equals("back"));
    app.close();
  }

  private App started(AppJar jar) throws Exception {
    App app = rig.load(jar);
    app.start(LONG).get();
    return app;
  }
}
