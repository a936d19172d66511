package io.emperor.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.ConsulApi;
import io.emperor.testkit.EmperorTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@EmperorTest(Hello.class)
class HelloTest {

  @Test
  void saysWhoItIs(URI uri) throws Exception {
    String answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body();

    assertThat(answer).isEqualTo("Hello from hello-test, generation 1\n");
  }

  @Test
  void isFoundInConsul(ConsulApi consul) {
    assertThat(consul.healthy("hello")).hasSize(1);
  }
}
