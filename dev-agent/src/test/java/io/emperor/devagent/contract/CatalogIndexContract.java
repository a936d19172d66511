package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which writes move whose index. */
abstract class CatalogIndexContract extends Contract {

  private final String node = unique("indexed");
  private final String service = unique("service");

  @BeforeEach
  void registerANodeWithAService() {
    register("'Service':{'ID':'i','Service':'$'},'Check':{'Name':'of-node'}", service);
  }

  private void register(String fields, Object... values) {
    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json("{'Node':'$','Address':'10.6.6.6',", node) + json(fields, values) + "}"));
  }

  private void deregister(String field, String id) {
    assertTrue(agent.put("/v1/catalog/deregister", json("{'Node':'$','$':'$'}", node, field, id)));
  }

  private long index(String path) {
    return agent.get("/v1/" + path).index();
  }

  @Test
  void aServiceThatGoesMovesTheChecksEvenIfItHadNone() {
    long before = index("health/state/any");

    deregister("ServiceID", "i");

    assertThat(index("health/state/any")).isGreaterThan(before);
  }

  @Test
  void aCheckOfTheNodeThatGoesMovesTheServices() {
    long before = index("catalog/services");

    deregister("CheckID", "of-node");

    assertThat(index("catalog/services")).isGreaterThan(before);
  }

  @Test
  void theSameCheckAgainMovesTheChecksAlone() {
    String check = "'Check':{'Name':'c','ServiceID':'i','Status':'passing'}";
    register(check);
    JsonNode entries = good(agent.get("/v1/health/node/" + node));
    long checks = index("health/node/" + node);
    long ofService = index("health/service/" + service);

    register(check);

    assertThat(index("health/node/" + node)).isGreaterThan(checks);
    assertThat(index("health/service/" + service)).isEqualTo(ofService);
    assertThat(good(agent.get("/v1/health/node/" + node))).isEqualTo(entries);
  }

  @Test
  void theOldNameOfARenamedServiceKeepsItsOrTheLastLossesIndex() {
    String lost = unique("service");
    register("'Service':{'Service':'$'}", lost);
    deregister("ServiceID", lost);
    long loss = index("health/service/" + lost);

    register("'Service':{'ID':'i','Service':'$'}", unique("renamed"));

    assertThat(index("health/service/" + service)).isEqualTo(loss);
  }

  @Test
  void theHealthOfAServiceByMetaHasTheIndexOfTheService() {
    register("'Service':{'ID':'other','Service':'$'}", unique("other"));
    register("'Check':{'Name':'c','ServiceID':'other'}");

    assertThat(index("health/checks/" + service + "?node-meta=a:b"))
        .isEqualTo(index("health/service/" + service));
  }

  @Test
  void theStateOfChecksByMetaTakesNoNoticeOfNodes() {
    assertTrue(
        agent.put("/v1/catalog/register", json("{'Node':'$','Address':'1'}", unique("node"))));

    assertThat(index("health/state/any?node-meta=a:b")).isEqualTo(index("health/state/any"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'Tags':[]", "'Meta':{}", "'TaggedAddresses':{}"})
  void nothingAndAnEmptyCollectionAreTwoThings(String empty) {
    long before = modified();

    register("'Service':{'ID':'i','Service':'$'," + empty + "}", service);

    assertThat(modified()).isGreaterThan(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'Passing':-1", "'Passing':0,'Warning':2", "'Passing':70000"})
  void weightsThatMakeNoSenseAreEven(String weights) {
    long before = modified();

    register("'Service':{'ID':'i','Service':'$','Weights':{" + weights + "}}", service);

    assertThat(service().get("Weights")).isEqualTo(tree("{'Passing':1,'Warning':1}"));
    assertThat(modified()).isEqualTo(before);
  }

  private long modified() {
    return service().get("ModifyIndex").asLong();
  }

  private JsonNode service() {
    return good(agent.get("/v1/catalog/node/" + node)).at("/Services/i");
  }

  @Test
  void servicesOfANodeAreInTheOrderOfTheirBytes() {
    register("'Service':{'ID':'a','Service':'x'}");
    register("'Service':{'ID':'Z','Service':'x'}");

    assertThat(good(agent.get("/v1/catalog/node/" + node)).get("Services").fieldNames())
        .toIterable()
        .containsExactly("Z", "a", "i");
  }

  @Test
  void ofThoseThatPassTheLastTakesThePlaceOfOneThatDoesNot() {
    String name = unique("service");
    for (String id : new String[] {"1", "2", "3"}) {
      String status = id.equals("1") ? "critical" : "passing";
      assertTrue(
          agent.put(
              "/v1/catalog/register",
              json(
                  "{'Node':'$','Address':'1','Service':{'ID':'$','Service':'$'},"
                      + "'Check':{'Name':'c','ServiceID':'$','Status':'$'}}",
                  node + id,
                  id,
                  name,
                  id,
                  status)));
    }

    assertThat(good(agent.get("/v1/health/service/" + name + "?passing")))
        .extracting(entry -> entry.at("/Service/ID").asText())
        .containsExactly("3", "2");
  }
}
