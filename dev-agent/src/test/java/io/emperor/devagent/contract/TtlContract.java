package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that nobody passes in time. These cases wait, beside each other. */
@Execution(ExecutionMode.CONCURRENT)
abstract class TtlContract extends Contract {

  /** On a busy machine two requests may take longer than a check lives. */
  private static final Duration ALMOST_EXPIRED = Duration.ofMillis(800);

  /** A service whose check lives for a second; the ID of the check. */
  private String shortLived(String status) {
    return "service:" + registered("'Check':{'TTL':'1s','Status':'$'}", status);
  }

  private JsonNode check(String id) {
    return good(agent.get("/v1/agent/checks")).path(id);
  }

  private JsonNode awaitExpired(String id) {
    Await.until(
        id + " has expired", () -> check(id).get("Output").asText().startsWith("TTL expired"));
    return check(id);
  }

  @ParameterizedTest
  @CsvSource({"passing", "warning", "critical"})
  void aCheckThatHearsNothingIsCritical(String status) {
    JsonNode check = awaitExpired(shortLived(status));

    assertThat(check.get("Status").asText()).isEqualTo("critical");
    assertThat(check.get("Output").asText()).isEqualTo("TTL expired");
  }

  @ParameterizedTest
  @CsvSource({"pass", "warn", "fail"})
  void theLastNoteIsToldWhenACheckExpires(String verb) {
    String id = shortLived("passing");
    agent.put("/v1/agent/check/" + verb + "/" + id + "?note=the%20last%20word");

    JsonNode check = awaitExpired(id);

    assertThat(check.get("Status").asText()).isEqualTo("critical");
    assertThat(check.get("Output").asText())
        .isEqualTo("TTL expired (last output before timeout follows): the last word");
  }

  @Test
  void aCheckLivesForItsTtlFromTheLastPass() throws Exception {
    String id = "service:" + registered("'Check':{'TTL':'2s','Status':'passing'}");

    Await.holdsFor(
        Duration.ofSeconds(3),
        "passed in time",
        () -> {
          agent.put("/v1/agent/check/pass/" + id);
          return check(id).get("Status").asText().equals("passing");
        });

    Await.holdsFor(
        Duration.ofSeconds(1),
        "still within the TTL",
        () -> check(id).get("Status").asText().equals("passing"));
    awaitExpired(id);
  }

  @ParameterizedTest
  @CsvSource({"warn, warning", "fail, critical"})
  void anyVerbIsASignOfLife(String verb, String status) throws Exception {
    String id = shortLived("passing");
    AtomicInteger looks = new AtomicInteger();

    Await.holdsFor(
        Duration.ofSeconds(2),
        "told in time",
        () -> {
          long told = System.nanoTime();
          agent.put("/v1/agent/check/" + verb + "/" + id + "?note=alive");
          JsonNode check = check(id);
          if (System.nanoTime() - told > ALMOST_EXPIRED.toNanos()) {
            return true;
          }
          looks.incrementAndGet();
          return check.get("Output").asText().equals("alive")
              && check.get("Status").asText().equals(status);
        });
    assertThat(looks).hasPositiveValue();
  }

  @Test
  void anExpiredCheckComesBack() {
    String id = shortLived("passing");
    awaitExpired(id);

    Await.until(
        "it is back",
        () -> {
          assertDone(agent.put("/v1/agent/check/pass/" + id + "?note=back"));
          JsonNode check = check(id);
          return check.get("Status").asText().equals("passing")
              && check.get("Output").asText().equals("back");
        });
    awaitExpired(id);
  }

  @Test
  void theCatalogHearsOfIt() {
    String name = registered("'Check':{'TTL':'1s','Status':'passing'}");

    Await.until(
        "critical in the catalog",
        () ->
            good(agent.get("/v1/health/checks/" + name))
                .at("/0/Output")
                .asText()
                .equals("TTL expired"));

    assertThat(good(agent.get("/v1/health/service/" + name + "?passing"))).isEmpty();
    assertThat(agent.get("/v1/agent/health/service/id/" + name).status()).isEqualTo(503);
  }

  @Test
  void aSessionIsLostWithACheckThatExpires() {
    String name = registered("'Check':{'TTL':'2s','Status':'passing'}");
    Await.until("in the catalog", () -> good(agent.get("/v1/health/checks/" + name)).size() == 1);
    String session = session("'Checks':['service:$']", name);

    Await.until(
        "the session is lost", () -> good(agent.get("/v1/session/info/" + session)).isEmpty());
  }

  @Test
  void aTtlMayBeShorterThanASecond() {
    String id = "service:" + registered("'Check':{'TTL':'100ms','Status':'passing'}");

    awaitExpired(id);
  }

  @Test
  void aDeregisteredCheckDoesNotComeBackByExpiring() throws Exception {
    String id = shortLived("passing");
    agent.put("/v1/agent/check/deregister/" + id);

    Await.holdsFor(Duration.ofMillis(1500), "it stays away", () -> check(id).isMissingNode());
  }

  @Test
  void oneExpiredCheckOfAServiceLeavesTheOthers() {
    String name =
        registered("'Checks':[{'TTL':'1s','Status':'passing'},{'TTL':'1h','Status':'passing'}]");

    awaitExpired("service:" + name + ":1");

    assertThat(check("service:" + name + ":2").get("Status").asText()).isEqualTo("passing");
  }
}
