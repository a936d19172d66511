package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of open connections when the app behind a port is put to rest. */
@Timeout(60)
class HeldConnectionsTest {

  private final PortRig rig = new PortRig();
  private final CountDownLatch go = new CountDownLatch(1);
  private ListeningPort port;

  @BeforeEach
  void listen() throws Exception {
    port = rig.web.listen(0, rig.arrivals, rig.echo());
  }

  @AfterEach
  void close() throws IOException {
    go.countDown();
    rig.close();
  }

  @Test
  void aKeptConnectionStaysAndLetsGoOfTheApp() throws Exception {
    Socket kept = rig.connected(port);
    WeakReference<ClassLoader> loader = servedAndStopped(kept);

    Await.until("nothing holds on to the app", () -> isCollected(loader));

    PortRig.ask(kept, "/next");
    port.serve(rig.echo());
    assertThat(PortRig.answer(kept)).startsWith("HTTP/1.1 200 ").endsWith("/next");
  }

  @Test
  void aConnectionLetsGoOfTheAppWithTheEndOfAnAnswerThatHadBegun() throws Exception {
    Socket underWay = rig.connected(port);
    WeakReference<ClassLoader> loader = heldInTheMiddle(underWay);

    Await.until("nothing holds on to the app", () -> isCollected(loader));
    port.serve(rig.echo());
    PortRig.ask(underWay, "/next");
    assertThat(PortRig.answer(underWay)).endsWith("/next");
  }

  /** Has an app with a class loader of its own answer, and holds the port. */
  private WeakReference<ClassLoader> servedAndStopped(Socket kept) throws Exception {
    ClassLoader loader = new URLClassLoader(new URL[0]);
    ServletApp app = rig.app(loader, (request, response) -> response.getWriter().print("old"));
    port.serve(app);
    PortRig.ask(kept, "/");
    assertThat(PortRig.answer(kept)).endsWith("old");
    Await.until("the request is over", () -> !port.idle().isZero());
    port.hold(() -> {});
    stop(app);
    return new WeakReference<>(loader);
  }

  /** The same while the first half of an answer has been sent. */
  private WeakReference<ClassLoader> heldInTheMiddle(Socket underWay) throws Exception {
    ClassLoader loader = new URLClassLoader(new URL[0]);
    ServletApp app = rig.app(loader, this::halfAndHalf);
    port.serve(app);
    PortRig.ask(underWay, "/");
    int first = underWay.getInputStream().read();
    port.hold(() -> {});
    go.countDown();
    assertThat((char) first + PortRig.answer(underWay))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("Connection: close")
        .endsWith("begun ended");
    stop(app);
    return new WeakReference<>(loader);
  }

  private void halfAndHalf(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    response.setContentLength(11);
    response.getOutputStream().print("begun ");
    response.flushBuffer();
    go.await();
    response.getOutputStream().print("ended");
  }

  private static void stop(ServletApp app) throws Exception {
    app.drain().get(20, TimeUnit.SECONDS);
    app.stop();
  }

  private static boolean isCollected(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }

  @Test
  void aConnectionThatHasBroughtNoRequestYetStays() throws Exception {
    Socket fresh = rig.connected(port);
    Socket half = rig.connected(port);
    PortRig.send(half, "GET /half HTTP/1.1\r\n");

    port.hold(() -> {});
    PortRig.ask(fresh, "/fresh");
    rig.arrivals.await();
    PortRig.send(half, "Host: localhost\r\n\r\n");
    rig.arrivals.await();
    port.serve(rig.echo());

    assertThat(PortRig.answer(fresh)).endsWith("/fresh");
    assertThat(PortRig.answer(half)).endsWith("/half");
  }

  @Test
  void halfOfTheNextRequestKeepsAConnection() throws Exception {
    Socket kept = rig.asked(port, "/");
    String unused = PortRig.answer(kept);
    PortRig.send(kept, "GET /next HTTP/1.1\r\n");

    port.hold(() -> {});
    PortRig.send(kept, "Host: localhost\r\n\r\n");
    rig.arrivals.await();
    port.serve(rig.echo());

    assertThat(PortRig.answer(kept)).startsWith("HTTP/1.1 200 ").endsWith("/next");
  }

  @Test
  void aRequestUnderWayIsFinishedAndItsConnectionEnded() throws Exception {
    ServletApp app =
        rig.app(
            (request, response) -> {
              go.await();
              response.getWriter().print("finished");
            });
    port.serve(app);
    Socket underWay = rig.asked(port, "/");
    assertThat(port.idle()).isZero();

    port.hold(() -> {});
    CompletableFuture<Void> drained = app.drain();
    go.countDown();

    assertThat(PortRig.rest(underWay))
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nConnection: close\r\n")
        .endsWith("finished");
    drained.get(20, TimeUnit.SECONDS);
  }

  @Test
  void anEncryptedPortShakesHandsWhileItIsHeld(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.in(directory);
    ServletApp app = rig.echo();
    app.secure(certificate.server());
    ListeningPort secure = rig.web.hold(0, rig.arrivals, certificate.server(), () -> {});
    try (Socket socket = certificate.connected(secure)) {
      PortRig.ask(socket, "/secret");
      rig.arrivals.await();
      secure.serve(app);
      assertThat(PortRig.answer(socket)).startsWith("HTTP/1.1 200 ").endsWith("/secret");

      secure.hold(() -> {});

      PortRig.ask(socket, "/kept");
      rig.arrivals.await();
      secure.serve(app);
      assertThat(PortRig.answer(socket)).startsWith("HTTP/1.1 200 ").endsWith("/kept");
    }
    secure.hold(() -> {});
    try (Socket again = certificate.connected(secure)) {
      PortRig.ask(again, "/again");
      rig.arrivals.await();
      secure.turnAway(Duration.ofSeconds(1));

      assertThat(PortRig.answer(again)).startsWith("HTTP/1.1 503 ");
    }
  }

  @Test
  void nothingIsLostWhileItGoesToRestAgainAndAgain() throws Exception {
    int requests = 1_000;
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI uri = URI.create("http://127.0.0.1:" + port.number() + "/");
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    Semaphore atOnce = new Semaphore(8);
    AtomicInteger starts = new AtomicInteger();
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Integer> rests =
        CompletableFuture.supplyAsync(() -> restAgainAndAgain(done, starts));

    for (int i = 0; i < requests; i++) {
      atOnce.acquire();
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
      answers.add(
          client
              .sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .whenComplete((answer, failure) -> atOnce.release()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    done.complete(null);
    assertThat(rests.get(20, TimeUnit.SECONDS)).isGreaterThan(10);
    assertThat(starts.get()).isGreaterThan(10);
  }

  /** Puts the app to rest as soon as it has been started, until it is done. */
  private int restAgainAndAgain(CompletableFuture<Void> done, AtomicInteger starts) {
    int rests = 0;
    ServletApp app = null;
    while (!done.isDone()) {
      CompletableFuture<Void> asked = new CompletableFuture<>();
      port.hold(() -> asked.complete(null));
      if (app != null) {
        app.drain().join();
      }
      rests++;
      CompletableFuture.anyOf(asked, done).join();
      try {
        app = rig.echo();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      port.serve(app);
      starts.incrementAndGet();
    }
    return rests;
  }
}
