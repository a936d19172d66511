package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.consul.Await;
import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/agent/check}: TTL checks of services and of the node, and what they are told. */
abstract class AgentCheckContract extends Contract {

  private JsonNode check(String id) {
    return good(agent.get("/v1/agent/checks")).path(id);
  }

  /** A check of a service of its own. */
  private String serviceCheck() {
    return "service:" + registered("'Check':{'TTL':'1h','Status':'passing'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'TTL':'30s'                           | Status | critical
          'TTL':'30s','Status':''               | Status | critical
          'TTL':'30s','Status':'passing'        | Status | passing
          'TTL':'30s','Status':'warning'        | Status | warning
          'TTL':'30s','Status':'critical'       | Status | critical
          'TTL':'30s'                           | Output | ``
          'TTL':'30s','Notes':'a note'          | Notes  | a note
          'TTL':'30s','Name':'a name'           | Name   | a name
          'TTL':'30s'                           | Type   | ttl
          'TTL':30000000000                     | Type   | ttl
          'TTL':'1h2m3s4ms5us6ns'               | Type   | ttl
          'TTL':'+1.5h'                         | Type   | ttl
          'TTL':'.5h'                           | Type   | ttl
          'TTL':'1h30m'                         | Type   | ttl
          'TTL':'1h','DeregisterCriticalServiceAfter':'90m' | Type | ttl
          """)
  void theCheckOfAServiceIsReadAsItWasRegistered(String fields, String field, String value) {
    String name = registered("'Check':{" + fields + "}");

    assertThat(check("service:" + name).get(field).asText()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void registeringAgainTellsTheCatalogWhatTheCheckHasSaid(boolean withService) {
    String name = registered("'Check':{'TTL':'1h'}");
    awaitOutput(name, "");
    assertDone(agent.put("/v1/agent/check/fail/service:" + name + "?note=said"));

    if (withService) {
      agent.put("/v1/agent/service/register", json("{'Name':'$','Check':{'TTL':'1h'}}", name));
    } else {
      agent.put(
          "/v1/agent/check/register",
          json("{'Name':'c','ID':'service:$','ServiceID':'$','TTL':'1h'}", name, name));
    }

    awaitOutput(name, "said");
  }

  private void awaitOutput(String service, String output) {
    Await.until(
        service + " says '" + output + "' in the catalog",
        () ->
            good(agent.get("/v1/health/checks/" + service))
                .findValuesAsText("Output")
                .contains(output));
  }

  @Test
  void theCheckOfAServiceHasDefaultsAndTheServicesNameAndTags() {
    String name = registered("'Tags':['t'],'Check':{'TTL':'1h'}");

    JsonNode check = check("service:" + name);

    assertThat(check.get("Name").asText()).isEqualTo("Service '" + name + "' check");
    assertThat(
            ((ObjectNode) older(check, "Interval", "Timeout", "ExposedPort"))
                .<JsonNode>without("Name"))
        .isEqualTo(
            tree(
                "{'Node':'$','CheckID':'service:$','Status':'critical','Notes':'',"
                    + "'Output':'','ServiceID':'$','ServiceName':'$','ServiceTags':['t'],"
                    + "'Type':'ttl','Definition':{},'CreateIndex':0,'ModifyIndex':0}",
                agent.node(),
                name,
                name,
                name));
  }

  @Test
  void severalChecksOfAServiceAreNumbered() {
    String name = registered("'Checks':[{'TTL':'1h'},{'TTL':'1h'}]");

    assertThat(check("service:" + name + ":1").isObject()).isTrue();
    assertThat(check("service:" + name + ":2").isObject()).isTrue();
    assertThat(check("service:" + name).isMissingNode()).isTrue();
  }

  @Test
  void theSingleCheckComesBeforeTheList() {
    String name =
        registered("'Check':{'TTL':'1h','Name':'single'},'Checks':[{'TTL':'1h','Name':'listed'}]");

    assertThat(check("service:" + name + ":1").get("Name").asText()).isEqualTo("single");
    assertThat(check("service:" + name + ":2").get("Name").asText()).isEqualTo("listed");
  }

  @Test
  void theCheckOfAServiceMayHaveAnIdOfItsOwn() {
    String id = unique("check");
    String name = registered("'Check':{'CheckID':'$','TTL':'1h'}", id);

    assertThat(check(id).get("ServiceID").asText()).isEqualTo(name);
  }

  @Test
  void aCheckMayBeRegisteredForAService() {
    String name = registered("'Tags':['t']");
    String id = unique("check");

    assertDone(
        agent.put(
            "/v1/agent/check/register",
            json("{'ID':'$','Name':'n','TTL':'1h','ServiceID':'$'}", id, name)));

    assertThat(check(id).get("ServiceID").asText()).isEqualTo(name);
    assertThat(check(id).get("ServiceName").asText()).isEqualTo(name);
    assertThat(check(id).get("ServiceTags")).isEqualTo(tree("['t']"));
    assertThat(check(id).get("Status").asText()).isEqualTo("critical");
  }

  @Test
  void theIdOfACheckIsItsNameByDefault() {
    String name = unique("check");

    assertDone(
        agent.put(
            "/v1/agent/check/register",
            json(
                "{'Name':'$','TTL':'1h','Status':'passing','service_id':'$'}",
                name,
                registered(""))));

    assertThat(check(name).get("CheckID").asText()).isEqualTo(name);
  }

  @Test
  void aCheckOfTheNodeBelongsToNoService() {
    String name = unique("node-check");
    agent.put(
        "/v1/agent/check/register",
        json("{'Name':'$','TTL':'1h','Status':'passing','Notes':'n'}", name));

    JsonNode check = check(name);
    assertDone(agent.put("/v1/agent/check/deregister/" + name));

    assertThat(check.get("ServiceID").asText()).isEmpty();
    assertThat(check.get("ServiceTags")).isEmpty();
    assertThat(check.get("Notes").asText()).isEqualTo("n");
    assertThat(check(name).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"pass, passing", "warn, warning", "fail, critical"})
  void aVerbSetsTheStatusAndTheNoteIsTheOutput(String verb, String status) {
    String id = serviceCheck();

    assertDone(agent.put("/v1/agent/check/" + verb + "/" + id + "?note=so%20it%20is"));

    assertThat(check(id).get("Status").asText()).isEqualTo(status);
    assertThat(check(id).get("Output").asText()).isEqualTo("so it is");
  }

  @ParameterizedTest
  @CsvSource({"pass", "warn", "fail"})
  void withoutANoteTheOutputIsEmpty(String verb) {
    String id = serviceCheck();
    agent.put("/v1/agent/check/pass/" + id + "?note=before");

    assertDone(agent.put("/v1/agent/check/" + verb + "/" + id));

    assertThat(check(id).get("Output").asText()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"passing", "warning", "critical"})
  void anUpdateSetsStatusAndOutput(String status) {
    String id = serviceCheck();

    assertDone(
        agent.put(
            "/v1/agent/check/update/" + id, json("{'Status':'$','Output':'because'}", status)));

    assertThat(check(id).get("Status").asText()).isEqualTo(status);
    assertThat(check(id).get("Output").asText()).isEqualTo("because");
  }

  @Test
  void theNotesStayWhenTheOutputChanges() {
    String id = "service:" + registered("'Check':{'TTL':'1h','Notes':'stays'}");

    agent.put("/v1/agent/check/warn/" + id + "?note=new");

    assertThat(check(id).get("Notes").asText()).isEqualTo("stays");
  }

  @Test
  void aLongOutputIsCutAt4096Bytes() {
    String id = serviceCheck();

    agent.put(
        "/v1/agent/check/update/" + id,
        json("{'Status':'passing','Output':'$'}", "x".repeat(5000)));

    assertThat(check(id).get("Output").asText())
        .isEqualTo("x".repeat(4096) + " ... (captured 4096 of 5000 bytes)");
  }

  @Test
  void aServiceRegisteredAgainKeepsTheStatusOfItsCheck() {
    String name = registered("'Check':{'TTL':'1h'}");
    agent.put("/v1/agent/check/pass/service:" + name + "?note=fine");

    agent.put(
        "/v1/agent/service/register", json("{'Name':'$','Port':9,'Check':{'TTL':'1h'}}", name));

    assertThat(check("service:" + name).get("Status").asText()).isEqualTo("passing");
  }

  @Test
  void aServiceRegisteredAgainWithoutItsCheckKeepsTheCheck() {
    String name = registered("'Check':{'TTL':'1h'}");

    agent.put("/v1/agent/service/register", json("{'Name':'$','Port':9}", name));

    assertThat(check("service:" + name).isObject()).isTrue();
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void deregisteringACheckThatIsNotThereIsWell() {
    assertDone(agent.put("/v1/agent/check/deregister/" + unique("never")));
  }

  @Test
  void theServiceOutlivesItsDeregisteredCheck() {
    String name = registered("'Check':{'TTL':'1h'}");

    assertDone(agent.put("/v1/agent/check/deregister/service:" + name));

    assertThat(check("service:" + name).isMissingNode()).isTrue();
    assertThat(good(agent.get("/v1/agent/services")).has(name)).isTrue();
  }
}
