package io.emperor.runtime;

import static io.emperor.runtime.SharedJvmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.VassalContext;
import io.emperor.http.ListeningPort;
import io.emperor.logging.VassalName;
import io.emperor.runtime.apps.Puppet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServletsOfAnAppTest {

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
  void anAppWithoutServletsHasNone() throws Exception {
    App app = rig.load(AppJar.providing(Puppet.class));

    app.start(LONG).get();

    assertThat(app.servlets()).isEmpty();
    app.close();
  }

  @Test
  void everythingAServletDoesItDoesOnThreadsOfTheApp() throws Exception {
    hand.onStart(context -> context.serve("/*", new Telling()));
    App app = rig.load(AppJar.providing(Puppet.class));
    app.start(LONG).get();

    try (ListeningPort port = rig.serve(app)) {
      assertThat(SharedJvmRig.get(port)).isEqualTo("asked on shop#3, loader shop#3");
    }
    app.stop(LONG).get();
    app.close();

    assertThat(hand.journal())
        .containsExactly("start 3", "init on shop#3", "stop", "destroy on shop#3");
  }

  @Test
  void aServletThatCannotBeInitializedIsAFailedStart() throws Exception {
    hand.onStart(
        context -> {
          context.serve("/good", new Telling());
          context.serve("/bad", new Refusing());
        });
    App app = rig.load(AppJar.providing(Puppet.class));

    assertThatThrownBy(() -> app.start(LONG).get())
        .rootCause()
        .hasMessageContaining("no templates");
    app.stop(LONG).get();
    app.close();

    assertThat(hand.journal()).contains("init on shop#3", "stop").endsWith("destroy on shop#3");
  }

  @Test
  void servletsAreDestroyedAlsoWhenStopThrows() throws Exception {
    hand.onStart(context -> context.serve("/*", new Telling()))
        .onStop(
            () -> {
              throw new IllegalStateException("still busy");
            });
    App app = rig.load(AppJar.providing(Puppet.class));
    app.start(LONG).get();

    assertThatThrownBy(() -> app.stop(LONG).get()).hasMessageContaining("still busy");

    assertThat(hand.journal()).endsWith("destroy on shop#3");
    app.close();
  }

  @Test
  void servletsAreDeclaredInStartOrNotAtAll() throws Exception {
    CompletableFuture<VassalContext> seen = new CompletableFuture<>();
    hand.onStart(seen::complete);
    App app = rig.load(AppJar.providing(Puppet.class));
    app.start(LONG).get();

    assertThatThrownBy(() -> seen.get().serve("/late", new Telling()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("serve(\"/late\", …) came after start() had returned");
    app.close();
  }

  @Test
  void aPathIsServedByOneServlet() throws Exception {
    hand.onStart(
        context -> {
          context.serve("/a", new Telling());
          context.serve("/b", new Telling());
          context.serve("/a", new Telling());
        });
    App app = rig.load(AppJar.providing(Puppet.class));

    assertThatThrownBy(() -> app.start(LONG).get())
        .cause()
        .hasMessageContaining("IllegalArgumentException: /a is served by another servlet already");
    app.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "/a*b/*.txt*", "*", "/*.txt"})
  void whatIsNoPathIsRefusedWhereItIsSaid(String pathSpec) throws Exception {
    CompletableFuture<Throwable> refusal = new CompletableFuture<>();
    hand.onStart(
        context -> {
          try {
            context.serve(pathSpec, new Telling());
          } catch (IllegalArgumentException e) {
            refusal.complete(e);
            throw e;
          }
        });
    App app = rig.load(AppJar.providing(Puppet.class));

    assertThatThrownBy(() -> app.start(LONG).get())
        .cause()
        .hasMessageContaining("IllegalArgumentException");
    assertThat(refusal).isCompleted();
    app.close();
  }

  private static String here() {
    return VassalName.of(Thread.currentThread()).orElse("?")
        + "#"
        + Thread.currentThread().getName().replaceFirst(".*#(\\d+)-.*", "$1");
  }

  private final class Telling extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    public void init() {
      hand.journal().add("init on " + here());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String loader = Thread.currentThread().getContextClassLoader().getName();
      response.getWriter().print("asked on " + here() + ", loader " + loader);
    }

    @Override
    public void destroy() {
      hand.journal().add("destroy on " + here());
    }
  }

  private static final class Refusing extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    public void init() throws ServletException {
      throw new ServletException("no templates");
    }
  }
}
