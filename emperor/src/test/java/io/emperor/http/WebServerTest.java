package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WebServer web = new WebServer("http", InetAddress.getLoopbackAddress());
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> new Thread(task, "the-apps-own"));

  @BeforeEach
  void start() {
    web.start();
  }

  @AfterEach
  void stop() {
    web.close();
    threads.shutdownNow();
  }

  @Test
  void servesEachPortWithItsOwnApp() throws Exception {
    ListeningPort one = web.listen(0);
    ListeningPort two = web.listen(0);
    one.serve(started(saying("one")));
    two.serve(started(saying("two")));

    assertThat(get(one, "/").body()).isEqualTo("one");
    assertThat(get(two, "/any/path").body()).isEqualTo("two");
  }

  @Test
  void answersOnePathApartWhileAllThreadsForTheOthersWait() throws Exception {
    ListeningPort port = web.listen(0);
    CompletableFuture<Void> go = new CompletableFuture<>();
    CountDownLatch waiting = new CountDownLatch(1);
    ExecutorService only = Executors.newSingleThreadExecutor();
    Servlet slow =
        new Answering(
            (request, response) -> {
              waiting.countDown();
              go.join();
            });
    ServletApp others =
        ServletApp.of("others", Map.of("/*", slow), WebServerTest.class.getClassLoader(), only);
    others.start(web);
    port.serve(others);
    port.serve("/apart", started(saying("apart")));
    CompletableFuture<HttpResponse<String>> held =
        client.sendAsync(
            HttpRequest.newBuilder(uri(port, "/")).build(), HttpResponse.BodyHandlers.ofString());
    waiting.await();

    assertThat(get(port, "/apart").body()).isEqualTo("apart");

    go.complete(null);
    assertThat(held.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    only.shutdownNow();
  }

  @Test
  void swapsTheAppBehindAnOpenConnection() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(started(saying("old")));
    try (Socket socket = connected(port)) {
      assertThat(request(socket)).contains("old");

      port.serve(started(saying("new")));

      assertThat(request(socket)).contains("new");
    }
  }

  @Test
  void aClosedPortRefusesConnectionsAtOnceAndCanBeOpenedAgain() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(started(saying("here")));
    get(port, "/");

    port.close();

    assertThatThrownBy(() -> get(port, "/")).isInstanceOf(ConnectException.class);
    ListeningPort again = web.listen(port.number());
    again.serve(started(saying("again")));
    assertThat(get(again, "/").body()).isEqualTo("again");
  }

  @Test
  void anIdlePortThatIsClosedRefusesConnectionsAtOnce() throws Exception {
    ListeningPort port = web.listen(0);

    port.close();

    assertThatThrownBy(() -> get(port, "/")).isInstanceOf(ConnectException.class);
  }

  @Test
  void aClosedPortEndsItsConnections() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(started(saying("here")));
    try (Socket socket = connected(port)) {
      request(socket);

      port.close();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void namesThePortThatIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> web.listen(taken.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " can't be opened");
    }
  }

  @Test
  void answers503AsLongAsThereIsNoApp() throws Exception {
    assertThat(get(web.listen(0), "/").statusCode()).isEqualTo(503);
  }

  @Test
  void answers404WhereNoServletIs() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(started(Map.of("/only", saying("only"))));

    assertThat(get(port, "/only").statusCode()).isEqualTo(200);
    assertThat(get(port, "/other").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/plain", "application/json"})
  void anErrorPageTellsNothingOfTheInside(String type) throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(
        started(
            new Answering(
                (request, response) -> {
                  throw new IllegalStateException("the secret inside");
                })));

    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(uri(port, "/")).header("Accept", type).build(), text());

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("500")
        .doesNotContain("secret", "Exception", "jetty", "Jetty");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void anErrorPageTellsWhatTheAppChoseToSay() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(
        started(new Answering((request, response) -> response.sendError(409, "taken by another"))));

    HttpResponse<String> answer = get(port, "/");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("taken by another");
  }

  @Test
  void runsServletsAndWhatTheyContinueLaterOnTheAppsOwnThreads() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(
        started(
            new Answering(
                (request, response) -> {
                  if (request.getAttribute("first") == null) {
                    request.setAttribute("first", Thread.currentThread().getName());
                    AsyncContext async = request.startAsync();
                    async.dispatch();
                    return;
                  }
                  response
                      .getWriter()
                      .print(
                          request.getAttribute("first")
                              + " then "
                              + Thread.currentThread().getName());
                })));

    assertThat(get(port, "/").body()).isEqualTo("the-apps-own then the-apps-own");
  }

  @Test
  void drainsWhenTheLastAnswerIsWritten() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ListeningPort port = web.listen(0);
    ServletApp app =
        started(
            new Answering(
                (request, response) -> {
                  inside.countDown();
                  await(go);
                  response.getWriter().print("finished");
                }));
    port.serve(app);
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request(port, "/"), text());
    await(inside);

    CompletableFuture<Void> drained = app.drain();
    assertThat(drained).isNotCompleted();
    go.countDown();

    assertThat(answer.get().body()).isEqualTo("finished");
    drained.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(get(port, "/").statusCode()).isEqualTo(503);
  }

  @Test
  void anInvalidatedSessionLetsGoOfWhatItHeld() throws Exception {
    AtomicInteger unbound = new AtomicInteger();
    ListeningPort port = web.listen(0);
    port.serve(
        started(
            new Answering(
                (request, response) -> {
                  request.getSession().setAttribute("held", new Held(unbound));
                  request.getSession().invalidate();
                })));

    assertThat(get(port, "/").statusCode()).isEqualTo(200);

    assertThat(unbound).hasValue(1);
  }

  private record Held(AtomicInteger unbound) implements HttpSessionBindingListener {
    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      unbound.incrementAndGet();
    }
  }

  @Test
  void aPortThatIsLeftRefusesNewConnectionsAndAnswersOnOpenOnes() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(started(saying("still here")));
    try (Socket open = connected(port)) {
      request(open);

      port.refuse();

      assertThatThrownBy(() -> connected(port)).isInstanceOf(ConnectException.class);
      assertThat(request(open)).contains("still here").containsIgnoringCase("connection: close");
      assertThat(open.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void answers503WhenTheAppTakesNoMoreWork() throws Exception {
    ListeningPort port = web.listen(0);
    ServletApp app =
        ServletApp.of(
            "full",
            Map.of("/*", saying("never")),
            loader(),
            task -> {
              throw new RejectedExecutionException("full");
            });
    app.start(web);
    port.serve(app);

    assertThat(get(port, "/").statusCode()).isEqualTo(503);
  }

  @Test
  void servesOthersWhileHalfARequestIsOpen() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(started(saying("quick")));
    try (Socket slow = connected(port)) {
      slow.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();

      assertThat(get(port, "/").body()).isEqualTo("quick");
    }
  }

  @Test
  void refusesAHeaderThatIsTooLarge() throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(started(saying("never")));

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(uri(port, "/")).header("X-Long", "x".repeat(20_000)).build(),
            text());

    assertThat(answer.statusCode()).isEqualTo(431);
  }

  private ServletApp started(Servlet servlet) throws Exception {
    return started(Map.of("/*", servlet));
  }

  private ServletApp started(Map<String, Servlet> servlets) throws Exception {
    ServletApp app = ServletApp.of("test", servlets, loader(), threads);
    app.start(web);
    return app;
  }

  private static ClassLoader loader() {
    return Objects.requireNonNull(WebServerTest.class.getClassLoader());
  }

  private static Servlet saying(String text) {
    return new Answering((request, response) -> response.getWriter().print(text));
  }

  private HttpResponse<String> get(ListeningPort port, String path) throws Exception {
    return client.send(request(port, path), text());
  }

  private static HttpRequest request(ListeningPort port, String path) {
    return HttpRequest.newBuilder(uri(port, path)).timeout(PATIENCE).build();
  }

  private static URI uri(ListeningPort port, String path) {
    return URI.create("http://127.0.0.1:" + port.number() + path);
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private static Socket connected(ListeningPort port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** Sends a request on an open connection and answers what came back first. */
  private static String request(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] buffer = new byte[4096];
    int read = socket.getInputStream().read(buffer);
    return new String(buffer, 0, Math.max(0, read), StandardCharsets.US_ASCII);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a servlet does with a GET. */
  private interface Answer {
    void to(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  private static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Answering(Answer answer) {
      this.answer = answer;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      answer.to(request, response);
    }
  }
}
