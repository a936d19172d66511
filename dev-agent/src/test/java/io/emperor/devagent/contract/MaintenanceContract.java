package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maintenance of a service and of the node: a critical check that comes and goes. */
abstract class MaintenanceContract extends Contract {

  private static final String NODE = "/v1/agent/maintenance";

  private static String of(String service) {
    return "/v1/agent/service/maintenance/" + service;
  }

  private JsonNode check(String id) {
    return good(agent.get("/v1/agent/checks")).path(id);
  }

  @Test
  void aServiceInMaintenanceHasACriticalCheck() {
    String name = registered("'Tags':['t']");

    assertDone(agent.put(of(name) + "?enable=true&reason=be%20right%20back"));

    assertThat(older(check("_service_maintenance:" + name), "Interval", "Timeout", "ExposedPort"))
        .isEqualTo(
            tree(
                "{'Node':'$','CheckID':'_service_maintenance:$','Name':'Service Maintenance Mode',"
                    + "'Status':'critical','Notes':'be right back','Output':'','ServiceID':'$',"
                    + "'ServiceName':'$','ServiceTags':['t'],'Type':'maintenance',"
                    + "'Definition':{},'CreateIndex':0,'ModifyIndex':0}",
                agent.node(),
                name,
                name,
                name));
  }

  @Test
  void withoutAReasonThereIsADefaultNote() {
    String name = registered("");

    agent.put(of(name) + "?enable=true");

    assertThat(check("_service_maintenance:" + name).get("Notes").asText())
        .isEqualTo(
            "Maintenance mode is enabled for this service, but no reason was provided."
                + " This is a default message.");
  }

  @Test
  void theFirstReasonStays() {
    String name = registered("");

    agent.put(of(name) + "?enable=true&reason=first");
    assertDone(agent.put(of(name) + "?enable=true&reason=second"));

    assertThat(check("_service_maintenance:" + name).get("Notes").asText()).isEqualTo("first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "f", "F", "FALSE", "False"})
  void maintenanceOfAServiceEnds(String no) {
    String name = registered("");
    agent.put(of(name) + "?enable=true");

    assertDone(agent.put(of(name) + "?enable=" + no));

    assertThat(check("_service_maintenance:" + name).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "t", "T", "TRUE", "True"})
  void maintenanceOfAServiceBegins(String yes) {
    String name = registered("");

    assertDone(agent.put(of(name) + "?enable=" + yes));

    assertThat(check("_service_maintenance:" + name).isObject()).isTrue();
  }

  @Test
  void endingWhatHasNotBegunIsWell() {
    assertDone(agent.put(of(registered("")) + "?enable=false"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ?reason=x      | Missing value for enable
          ``             | Missing value for enable
          ?enable=maybe  | Invalid value for enable: "maybe"
          ?enable=       | Invalid value for enable: ""
          ?enable=yes    | Invalid value for enable: "yes"
          """)
  void withoutAYesOrNoNothingHappens(String query, String text) {
    String name = registered("");

    assertText(agent.put(of(name) + query), 400, text);
    assertText(agent.put(NODE + query), 400, text);
    assertThat(check("_service_maintenance:" + name).isMissingNode()).isTrue();
    assertThat(check("_node_maintenance").isMissingNode()).isTrue();
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void anUnknownServiceIsNotFound() {
    assertText(
        agent.put(of("no-such") + "?enable=true"),
        404,
        "No service registered with ID \"no-such\"");
  }

  @Test
  void maintenanceOfAServiceNeedsAnId() {
    assertText(agent.put(of("") + "?enable=true"), 400, "Missing service ID");
  }

  @Test
  void maintenanceGoesWithTheService() {
    String name = registered("");
    agent.put(of(name) + "?enable=true");

    agent.put("/v1/agent/service/deregister/" + name);

    assertThat(check("_service_maintenance:" + name).isMissingNode()).isTrue();
  }

  @Test
  void theHealthOfAServiceInMaintenanceIsMaintenance() {
    String name = registered("'Check':{'TTL':'1h'}");
    agent.put(of(name) + "?enable=true");

    Answer answer = agent.get("/v1/agent/health/service/id/" + name + "?format=text");

    assertBareText(answer, 503, "maintenance");
    assertThat(answer.header("X-Consul-Reason")).isEqualTo("maintenance");
  }

  @Test
  void theNodeInMaintenanceHasACriticalCheckUntilItEnds() {
    assertDone(agent.put(NODE + "?enable=true&reason=new%20disk"));
    JsonNode check = check("_node_maintenance");
    assertDone(agent.put(NODE + "?enable=false"));

    assertThat(older(check, "Interval", "Timeout", "ExposedPort"))
        .isEqualTo(
            tree(
                "{'Node':'$','CheckID':'_node_maintenance','Name':'Node Maintenance Mode',"
                    + "'Status':'critical','Notes':'new disk','Output':'','ServiceID':'',"
                    + "'ServiceName':'','ServiceTags':[],'Type':'maintenance',"
                    + "'Definition':{},'CreateIndex':0,'ModifyIndex':0}",
                agent.node()));
    assertThat(check("_node_maintenance").isMissingNode()).isTrue();
    assertDone(agent.put(NODE + "?enable=false"));
  }

  @Test
  void theNodeInMaintenanceHasADefaultNote() {
    agent.put(NODE + "?enable=true");
    JsonNode check = check("_node_maintenance");
    agent.put(NODE + "?enable=false");

    assertThat(check.get("Notes").asText())
        .isEqualTo(
            "Maintenance mode is enabled for this node, but no reason was provided."
                + " This is a default message.");
  }

  @Test
  void everyServiceOfANodeInMaintenanceIsInMaintenance() {
    String name = registered("'Check':{'TTL':'1h','Status':'passing'}");

    agent.put(NODE + "?enable=true");
    Answer during = agent.get("/v1/agent/health/service/name/" + name + "?format=text");
    agent.put(NODE + "?enable=false");
    Answer after = agent.get("/v1/agent/health/service/name/" + name + "?format=text");

    assertBareText(during, 503, "maintenance");
    assertBareText(after, 200, "passing");
  }
}
