package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a proxy says about requests, as servlets see it. */
class ForwardedHeadersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WebServer web = new WebServer("http", InetAddress.getLoopbackAddress());
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();

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
  void nobodyIsBelievedUnlessTheAppSaysSo() throws Exception {
    ListeningPort trusting = listening(true);
    ListeningPort other = listening(false);

    HttpResponse<String> answer = proxied(other);

    assertThat(answer.body())
        .isEqualTo("http false 127.0.0.1:" + other.number() + " from 127.0.0.1");
    assertThat(cookie(answer)).doesNotContainIgnoringCase("Secure");
    assertThat(proxied(trusting).body()).startsWith("https");
  }

  @Test
  void aTrustedProxySaysWhoHasAskedAndHow() throws Exception {
    HttpResponse<String> answer = proxied(listening(true));

    assertThat(answer.body()).isEqualTo("https true shop.example:443 from 203.0.113.7");
    assertThat(cookie(answer)).containsIgnoringCase("Secure");
  }

  @Test
  void itMaySayThatInTheStandardsWords() throws Exception {
    String words = "for=\"[2001:db8::7]:4711\";proto=https;host=shop.example";

    assertThat(asked(listening(true), "Forwarded", words).body())
        .isEqualTo("https true shop.example:443 from [2001:db8::7]");
  }

  @Test
  void aTrustedProxyThatSaysNothingChangesNothing() throws Exception {
    ListeningPort port = listening(true);

    assertThat(asked(port, "X-Other", "1").body())
        .isEqualTo("http false 127.0.0.1:" + port.number() + " from 127.0.0.1");
  }

  @Test
  void aRequestThatHasWaitedForTheAppIsTakenAsItWants() throws Exception {
    ServletApp app = app(true);
    CompletableFuture<Void> awaited = new CompletableFuture<>();
    ListeningPort port = web.hold(0, Traffic.UNMEASURED, null, () -> awaited.complete(null));
    var unused = awaited.thenRun(() -> port.serve(app));

    assertThat(proxied(port).body()).startsWith("https true shop.example:443 ");
  }

  @Test
  void whatMakesNoSenseIsABadRequest() throws Exception {
    assertThat(asked(listening(true), "X-Forwarded-Port", "none").statusCode()).isEqualTo(400);
    assertThat(asked(listening(false), "X-Forwarded-Port", "none").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> proxied(ListeningPort port) throws Exception {
    return asked(
        port,
        "X-Forwarded-For",
        "203.0.113.7",
        "X-Forwarded-Proto",
        "https",
        "X-Forwarded-Host",
        "shop.example");
  }

  private HttpResponse<String> asked(ListeningPort port, String... headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port.number() + "/");
    return client.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).headers(headers).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow();
  }

  private ListeningPort listening(boolean trusting) throws Exception {
    ListeningPort port = web.listen(0);
    port.serve(app(trusting));
    return port;
  }

  private ServletApp app(boolean trusting) throws Exception {
    ClassLoader loader = Objects.requireNonNull(getClass().getClassLoader());
    ServletApp app = ServletApp.of("test", Map.of("/*", new Telling()), loader, threads);
    app.trustProxy(trusting);
    app.start(web);
    return app;
  }

  private static final class Telling extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      var unused = request.getSession();
      response
          .getWriter()
          .print(
              "%s %s %s:%s from %s"
                  .formatted(
                      request.getScheme(),
                      request.isSecure(),
                      request.getServerName(),
                      request.getServerPort(),
                      request.getRemoteAddr()));
    }
  }
}
