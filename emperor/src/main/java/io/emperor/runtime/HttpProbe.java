package io.emperor.runtime;

import io.emperor.api.Health;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
  private final URI uri;

  HttpProbe(HttpClient http, URI uri) {
    this.http = http;
    this.uri = uri;
  }

  /** For all probes: with nothing in it that an app can change for the whole JVM. */
  static HttpClient client(TrustAtStart trust) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .sslContext(trust.context())
        .build();
  }

  @Override
  public CompletableFuture<Health> ask(Duration limit) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(limit).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (response, failure) ->
                failure == null
                    ? health(response)
                    : Health.critical(uri + " gave no answer: " + Failure.words(failure)));
  }

  private Health health(HttpResponse<InputStream> response) {
    try (InputStream unread = response.body()) {
      log.trace("{} is not read", unread); // it may be without end
    } catch (IOException e) {
      log.debug("the answer of {} could not be closed", uri, e);
    }
    return health(response.statusCode());
  }

  private Health health(int status) {
    if (status / 100 == 2) {
      return Health.passing();
    }
    String note = uri + " answers " + status;
    return status == TOO_MANY ? Health.warning(note) : Health.critical(note);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
