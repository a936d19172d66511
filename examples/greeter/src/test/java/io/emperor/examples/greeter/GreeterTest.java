package io.emperor.examples.greeter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.api.Health;
import io.emperor.testkit.EmperorTest;
import io.emperor.testkit.TestCluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@EmperorTest(Greeter.class)
class GreeterTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void saysThatThereIsNobodyToGreet(URI uri) throws Exception {
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("There is no healthy instance of hello now.\n");
  }

  @Test
  void passesOnWhatTheOneSaysThatItFinds(URI uri, TestCluster cluster) throws Exception {
    HttpServer hello =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hello.createContext(
        "/",
        exchange -> {
          byte[] words = "good day".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, words.length);
          exchange.getResponseBody().write(words);
          exchange.close();
        });
    hello.start();
    try {
      cluster.register("hello-7", "hello", hello.getAddress().getPort(), Health.passing());

      String answer =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();

      assertThat(answer).isEqualTo("hello-7 says: good day\n");
    } finally {
      hello.stop(0);
    }
  }
}
