package io.emperor.examples.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.ConsulApi;
import io.emperor.testkit.EmperorTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

@EmperorTest(value = Settings.class, settings = "prefix=team-a/")
class SettingsTest {

  private static HttpResponse<String> put(URI uri, String value, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri.resolve("/colour")).PUT(BodyPublishers.ofString(value));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void writesBelowItsPrefix(URI uri, ConsulApi consul) throws Exception {
    assertThat(put(uri, "blue").statusCode()).isEqualTo(204);

    assertThat(consul.get("team-a/colour").orElseThrow().text()).isEqualTo("blue");
  }

  @Test
  void refusesWhoeverWasTooSlow(URI uri, ConsulApi consul) throws Exception {
    String first = put(uri, "blue").headers().firstValue("ETag").orElseThrow();

    assertThat(put(uri, "red", "If-Match", first).statusCode()).isEqualTo(204);
    assertThat(put(uri, "green", "If-Match", first).statusCode()).isEqualTo(412);
    assertThat(put(uri, "green", "If-None-Match", "*").statusCode()).isEqualTo(412);

    assertThat(consul.get("team-a/colour").orElseThrow().text()).isEqualTo("red");
  }
}
