package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a port tells of its requests. */
@Timeout(60)
class TrafficTest {

  private final WebServer web = new WebServer("http", InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Journal journal = new Journal();
  private final CompletableFuture<AsyncContext> waiting = new CompletableFuture<>();
  private ListeningPort port;

  @BeforeEach
  void open() throws Exception {
    web.start();
    port = web.listen(0, journal, null);
  }

  @AfterEach
  void close() {
    web.close();
    threads.shutdownNow();
  }

  @Test
  void tellsTheStatusOfEveryAnswer() throws Exception {
    serve();

    for (String path : List.of("/200", "/302", "/404", "/500", "/thrown")) {
      HttpResponse<Void> unused =
          client.send(request(path), HttpResponse.BodyHandlers.discarding());
    }

    Await.until("all are told", () -> journal.statuses.size() == 5);
    assertThat(journal.statuses).containsExactlyInAnyOrder(200, 302, 404, 500, 500);
    assertThat(journal.inFlight).hasValue(0);
  }

  @Test
  void tellsOfARequestThatNoAppAnswers() throws Exception {
    HttpResponse<Void> unused = client.send(request("/"), HttpResponse.BodyHandlers.discarding());

    Await.until("it is told", () -> journal.statuses.equals(List.of(503)));
  }

  @Test
  void anAsynchronousRequestIsInFlightUntilItIsAnswered() throws Exception {
    serve();
    long begin = System.nanoTime();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request("/async"), HttpResponse.BodyHandlers.discarding());
    AsyncContext context = waiting.get(20, TimeUnit.SECONDS);
    long accepted = System.nanoTime();
    Await.holdsFor(
        Duration.ofMillis(100),
        "it is in flight",
        () -> journal.inFlight.get() == 1 && journal.statuses.isEmpty());
    long lasted = System.nanoTime() - accepted;

    context.complete();

    assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    Await.until("it is told", () -> journal.statuses.equals(List.of(200)));
    assertThat(journal.inFlight).hasValue(0);
    assertThat(journal.nanos.get(0)).isBetween(lasted, System.nanoTime() - begin);
  }

  @Test
  void aClientThatGoesAwayIsToldOfOnce() throws Exception {
    serve();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request("/async"), HttpResponse.BodyHandlers.discarding());
    AsyncContext context = waiting.get(20, TimeUnit.SECONDS);
    answer.cancel(true);

    port.close();
    context.complete();

    Await.until("it is told", () -> journal.statuses.size() == 1);
    Await.holdsFor(
        Duration.ofMillis(100),
        "once",
        () -> journal.statuses.size() == 1 && journal.inFlight.get() == 0);
  }

  private void serve() throws Exception {
    ServletApp app =
        ServletApp.of(
            "test",
            Map.of("/*", new Obeying()),
            Objects.requireNonNull(TrafficTest.class.getClassLoader()),
            threads);
    app.start(web);
    port.serve(app);
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.number() + path))
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  /** Remembers what it was told. */
  private static final class Journal implements Traffic {
    final AtomicInteger inFlight = new AtomicInteger();
    final List<Long> nanos = new CopyOnWriteArrayList<>();
    final List<Integer> statuses = new CopyOnWriteArrayList<>();

    @Override
    public void begun() {
      inFlight.incrementAndGet();
    }

    @Override
    public void ended(int status, long lasted) {
      inFlight.decrementAndGet();
      nanos.add(lasted);
      statuses.add(status);
    }
  }

  /** Does what the path says. */
  private final class Obeying extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      switch (request.getRequestURI()) {
        case "/async" -> waiting.complete(request.startAsync());
        case "/thrown" -> throw new IllegalStateException("on purpose");
        default -> response.setStatus(Integer.parseInt(request.getRequestURI().substring(1)));
      }
    }
  }
}
