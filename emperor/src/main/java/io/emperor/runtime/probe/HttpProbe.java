package io.emperor.runtime.probe;

import io.emperor.api.Health;
import io.emperor.runtime.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an address answers to a GET, with the meanings of <a
 * href="https://developer.hashicorp.com/consul/docs/services/usage/checks">Consul's HTTP
 * checks</a>: 2xx is passing, 429 a warning, everything else critical. Redirects are not followed.
 */
public final class HttpProbe implements Probe {

  private static final Logger log = LoggerFactory.getLogger(HttpProbe.class);
  private static final int TOO_MANY = 429;

  private final HttpClient http;
  private final List<URI> uris;

  /**
   * Asks one address.
   *
   * @param uris the same place by several addresses, of which one has to answer; the first is asked
   *     first, and another one when nobody takes connections there
   */
  public HttpProbe(HttpClient http, List<URI> uris) {
    this.http = http;
    this.uris = uris;
  }

  /** For all probes: with nothing in it that an app can change for the whole JVM. */
  public static HttpClient client(TrustAtStart trust) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .sslContext(trust.context())
        .build();
  }

  @Override
  public CompletableFuture<Health> ask(Duration limit) {
    return ask(0, System.nanoTime() + limit.toNanos());
  }

  private CompletableFuture<Health> ask(int index, long end) {
    URI uri = uris.get(index);
    Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(left).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .orTimeout(left.toNanos(), TimeUnit.NANOSECONDS)
        .thenApply(response -> health(uri, response))
        .exceptionallyCompose(failure -> failed(index, failure, end));
  }

  private CompletableFuture<Health> failed(int index, Throwable failure, long end) {
    boolean nobody = Failure.unwrapped(failure) instanceof ConnectException;
    if (nobody && index + 1 < uris.size()) {
      return ask(index + 1, end);
    }
    String note = this + " gave no answer: " + Failure.message(failure);
    return CompletableFuture.completedFuture(Health.critical(note));
  }

  private static Health health(URI uri, HttpResponse<InputStream> response) {
    try (InputStream unread = response.body()) {
      log.trace("{} is not read", unread); // it may be without end
    } catch (IOException e) {
      log.debug("the answer of {} could not be closed", uri, e);
    }
    return health(uri, response.statusCode());
  }

  private static Health health(URI uri, int status) {
    if (status / 100 == 2) {
      return Health.passing();
    }
    String note = shown(uri) + " answers " + status;
    return status == TOO_MANY ? Health.warning(note) : Health.critical(note);
  }

  @Override
  public int port() {
    return Math.max(0, uris.get(0).getPort());
  }

  /** Without what may be a secret, since everybody reads it in Consul. */
  private static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  @Override
  public String toString() {
    return shown(uris.get(0));
  }
}
