package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about catalog and health that wait for a change. */
abstract class BlockingCatalogContract extends BlockingContract {

  private final String node = unique("node");
  private final String service = unique("service");

  @BeforeEach
  void registerANodeWithAService() {
    register("passing", 1);
  }

  private void register(String status, int port) {
    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json(
                "{'Node':'$','Address':'10.5.5.5','Service':{'Service':'$','Port':$},"
                    + "'Check':{'CheckID':'c','Name':'c','ServiceID':'$','Status':'$'}}",
                node,
                service,
                port,
                service,
                status)));
  }

  private String path(String pattern) {
    return "/v1/" + pattern.replace("NODE", node).replace("SERVICE", service);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "health/service/SERVICE",
        "health/service/SERVICE?passing",
        "health/checks/SERVICE",
        "health/node/NODE",
        "health/state/any",
        "health/state/critical",
      })
  void aChangedCheckEndsTheWait(String pattern) throws Exception {
    long before = agent.get(path(pattern)).index();
    CompletableFuture<Answer> waiting = after(path(pattern), before);

    register("critical", 1);

    assertThat(changed(waiting).status()).isEqualTo(200);
    assertThat(changed(waiting).index()).isGreaterThan(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "health/service/SERVICE",
        "health/service/SERVICE?passing",
        "catalog/service/SERVICE",
        "catalog/services",
        "catalog/node/NODE",
      })
  void aChangedServiceEndsTheWait(String pattern) throws Exception {
    long before = agent.get(path(pattern)).index();
    CompletableFuture<Answer> waiting = after(path(pattern), before);

    register("passing", 2);

    assertThat(changed(waiting).index()).isGreaterThan(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "health/service/SERVICE",
        "health/checks/SERVICE",
        "health/node/NODE",
        "catalog/service/SERVICE",
      })
  void aDeregisteredNodeEndsTheWaitWithNothingLeft(String pattern) throws Exception {
    CompletableFuture<Answer> waiting = watch(path(pattern));

    agent.put("/v1/catalog/deregister", json("{'Node':'$'}", node));

    assertThat(changed(waiting).json()).isEmpty();
  }

  @Test
  void aNodeThatComesOrGoesEndsTheWaitForNodes() throws Exception {
    String path = "/v1/catalog/nodes";
    String other = unique("node");
    long before = agent.get(path).index();
    agent.put("/v1/catalog/register", json("{'Node':'$','Address':'1'}", other));

    long come =
        followed(path, before, nodes -> nodes.findValuesAsText("Node").contains(other)).index();
    agent.put("/v1/catalog/deregister", json("{'Node':'$'}", other));

    followed(path, come, nodes -> !nodes.findValuesAsText("Node").contains(other));
  }

  @Test
  void aServiceThatWasNotThereEndsTheWait() throws Exception {
    String name = unique("service");
    String path = "/v1/health/service/" + name;
    long before = agent.get(path).index();

    agent.put("/v1/agent/service/register", json("{'Name':'$'}", name));

    followed(path, before, entries -> entries.size() == 1);
  }

  @Test
  void aServiceThatComesOrGoesEndsTheWaitForServices() throws Exception {
    String path = "/v1/catalog/services";
    String name = unique("service");
    long before = agent.get(path).index();
    agent.put("/v1/agent/service/register", json("{'Name':'$'}", name));

    long come = followed(path, before, services -> services.has(name)).index();
    agent.put("/v1/agent/service/deregister/" + name);

    followed(path, come, services -> !services.has(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "health/service/SERVICE",
        "health/service/SERVICE?passing",
        "catalog/service/SERVICE"
      })
  void anotherServiceDoesNotEndTheWait(String pattern) {
    CompletableFuture<Answer> waiting = watch(path(pattern));

    agent.put(
        "/v1/catalog/register",
        json("{'Node':'$','Address':'1','Service':{'Service':'$'}}", unique("node"), unique("s")));

    assertStillWaiting(waiting);
  }

  /** A wait that has gone on for a while: what an agent does by itself may end one. */
  private CompletableFuture<Answer> resting(String path) {
    while (true) {
      CompletableFuture<Answer> waiting = watch(path);
      try {
        waiting.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return waiting;
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/node/NODE",
        "health/node/NODE",
        "health/checks/SERVICE",
        "session/node/NODE"
      })
  void anotherNodeDoesNotEndTheWait(String pattern) {
    good(agent.put("/v1/session/create", json("{'Node':'$','NodeChecks':[]}", node)));
    CompletableFuture<Answer> waiting = resting(path(pattern));
    String other = unique("other");

    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json(
                "{'Node':'$','Address':'1','Service':{'Service':'$'},'Check':{'Name':'c'}}",
                other,
                unique("s"))));
    good(agent.put("/v1/session/create", json("{'Node':'$','NodeChecks':[]}", other)));

    assertStillWaiting(waiting);
  }

  @Test
  void anotherServiceDoesNotEndTheWaitForOneThatIsGone() {
    agent.put("/v1/catalog/deregister", json("{'Node':'$'}", node));
    awaitWritten(registered(""));
    registered("");
    CompletableFuture<Answer> waiting = watch(path("health/service/SERVICE"));

    registered("");

    assertStillWaiting(waiting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"health/service/SERVICE", "catalog/service/SERVICE"})
  void theSameRegistrationDoesNotEndTheWait(String pattern) {
    CompletableFuture<Answer> waiting = watch(path(pattern));

    register("passing", 1);

    assertStillWaiting(waiting);
  }

  @Test
  void aPassThatChangesNothingIsNotWrittenToTheCatalog() {
    String name = registered("'Check':{'TTL':'1h','Status':'passing'}");
    awaitWritten(name);
    awaitWritten(registered(""));
    JsonNode before = good(agent.get("/v1/health/checks/" + name));

    agent.put("/v1/agent/check/pass/service:" + name);
    awaitWritten(registered(""));

    assertThat(good(agent.get("/v1/health/checks/" + name))).isEqualTo(before);
  }

  private void awaitWritten(String name) {
    Await.until(
        name + " is in the catalog",
        () -> !good(agent.get("/v1/catalog/service/" + name)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"services", "checks", "self", "members"})
  void whatTheAgentKnowsItselfNeverWaits(String what) throws Exception {
    assertThat(changed(agent.getLater("/v1/agent/" + what + "?index=1000000&wait=10s")).status())
        .isEqualTo(200);
  }

  @Test
  void aServiceOfTheAgentWaitsForAnotherHash() throws Exception {
    String name = registered("'Port':1");
    String path = "/v1/agent/service/" + name;
    String hash = agent.get(path).header("X-Consul-ContentHash");
    CompletableFuture<Answer> waiting = agent.getLater(path + "?wait=10s&hash=" + hash);
    assertThat(changed(agent.getLater(path + "?wait=10s&hash=other")).status()).isEqualTo(200);

    agent.put("/v1/agent/service/register", json("{'Name':'$','Port':2}", name));

    assertThat(changed(waiting).json().get("Port").asInt()).isEqualTo(2);
  }
}
