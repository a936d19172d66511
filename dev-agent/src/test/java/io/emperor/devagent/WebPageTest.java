package io.emperor.devagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser asks for a page that somebody visits, which a real agent answers. */
@Timeout(60)
class WebPageTest {

  private DevAgent agent;
  private Clients clients;

  @BeforeEach
  void start() throws IOException {
    agent = DevAgent.start(0);
    clients = new Clients(agent.address());
  }

  @AfterEach
  void end() throws IOException {
    clients.close();
    agent.close();
  }

  private String answer(String start, String headers) throws IOException {
    return clients.answer(
        start + " HTTP/1.1\r\n" + headers + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example",
        "rebound.example:8500",
        "127.0.0.1.rebound.example",
        "127.0.0.1x",
        "localhost.rebound.example:8500",
        "[::1",
        "[rebound]",
        ":8500",
      })
  void aNameThatWasPointedHereIsRefused(String host) throws IOException {
    for (String start :
        new String[] {
          "GET /v1/agent/services",
          "PUT /v1/agent/service/deregister/web",
          "DELETE /v1/kv/?recurse",
          "OPTIONS /v1/kv/a",
          "OPTIONS *",
          "GET /",
        }) {
      assertThat(answer(start, "Host: " + host))
          .as(start)
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .endsWith("The dev agent is not known by that Host: say localhost, or its address.");
    }
  }

  @Test
  void nothingIsWrittenForOne() throws IOException {
    assertThat(answer("PUT /v1/kv/a", "Host: rebound.example")).startsWith("HTTP/1.1 403");

    assertThat(answer("GET /v1/kv/a", "Host: localhost")).startsWith("HTTP/1.1 404");
  }

  @Test
  void everyRequestOfAConnectionIsLookedAt() throws IOException {
    String first = "GET /v1/status/leader HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String next = first.replace("localhost", "rebound.example\r\nConnection: close");

    String answers = clients.answer(first + next);

    assertThat(answers).startsWith("HTTP/1.1 200 OK\r\n").contains("HTTP/1.1 403 Forbidden\r\n");
  }

  @Test
  void whatBrowsersCallCrossSiteIsRefused() throws IOException {
    assertThat(answer("GET /v1/status/leader", "Host: localhost\r\nSec-Fetch-Site: cross-site"))
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .endsWith("The page of another site may not ask the dev agent.");
  }

  @ParameterizedTest
  @CsvSource({"same-origin", "same-site", "none"})
  void whatIsOfThisMachineIsAnswered(String site) throws IOException {
    assertThat(answer("GET /v1/status/leader", "Host: localhost\r\nSec-Fetch-Site: " + site))
        .startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void whoKnowsNoHostIsNoBrowser() throws IOException {
    assertThat(clients.answer("GET /v1/status/leader HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.0 200 OK\r\n");
  }
}
