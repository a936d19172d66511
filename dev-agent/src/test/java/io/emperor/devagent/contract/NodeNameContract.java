package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes' names and IDs: which of them may change, and what the other one is then. */
abstract class NodeNameContract extends Contract {

  private final String node = unique("named");
  private final String id = UUID.randomUUID().toString();

  private Answer register(String name, String fields, Object... values) {
    return agent.put(
        "/v1/catalog/register",
        json("{'Node':'$','Address':'10.4.4.4',", name) + json(fields, values) + "}");
  }

  private JsonNode node(String nameOrId) {
    return good(agent.get("/v1/catalog/node/" + nameOrId)).path("Node");
  }

  @Test
  void aNodeIsFoundByItsIdOrHowItBegins() {
    register(node, "'ID':'$'", id);

    assertThat(node(id).path("Node").asText()).isEqualTo(node);
    assertThat(node(id.substring(0, 9)).path("Node").asText()).isEqualTo(node);
    assertThat(good(agent.get("/v1/catalog/node-services/" + id)).at("/Node/Node").asText())
        .isEqualTo(node);
  }

  @Test
  void anIdUnderAnotherNameRenamesTheNodeAndEmptiesIt() {
    register(node, "'ID':'$','Service':{'Service':'s'}", id);
    long created = node(node).get("CreateIndex").asLong();

    assertTrue(register(node + "-new", "'ID':'$'", id));

    assertThat(good(agent.get("/v1/catalog/node/" + node)).isNull()).isTrue();
    assertThat(node(node + "-new").get("CreateIndex").asLong()).isEqualTo(created);
    assertThat(good(agent.get("/v1/catalog/node/" + node + "-new")).get("Services")).isEmpty();
  }

  @Test
  void aNodeThatIsWellKeepsItsName() {
    register(node, "'ID':'$','Check':{'CheckID':'serfHealth','Status':'passing'}", id);
    String other = UUID.randomUUID().toString();

    assertText(
        register(node, "'ID':'$'", other),
        500,
        "failed inserting node: Error while renaming Node ID: \"%s\": Node name %s is reserved by node %s with name %s (10.4.4.4)"
            .formatted(other, node, id, node));
    assertThat(node(node).get("ID").asText()).isEqualTo(id);
  }

  @Test
  void aNodeIsNotRenamedToOneThatIsWell() {
    register(node, "'Check':{'CheckID':'serfHealth','Status':'passing'}");
    register(node + "-other", "'ID':'$'", id);

    assertText(
        register(node, "'ID':'$'", id),
        500,
        "failed inserting node: Error while renaming Node ID: \"%s\" (10.4.4.4): Node name %s is reserved by node  with name %s (10.4.4.4)"
            .formatted(id, node, node));
  }

  @Test
  void aNodeWithoutAnIdMayGetOne() {
    register(node, "'Check':{'CheckID':'serfHealth','Status':'passing'}");

    assertTrue(register(node, "'ID':'$'", id));

    assertThat(node(node).get("ID").asText()).isEqualTo(id);
  }

  @Test
  void anotherCaseOfTheNameIsAChange() {
    register(node, "'Service':{'Service':'$'}", node);
    long before = node(node).get("ModifyIndex").asLong();
    String upper = node.toUpperCase(java.util.Locale.ROOT);

    assertTrue(register(upper, "'NodeMeta':null"));

    assertThat(node(node).get("Node").asText()).isEqualTo(upper);
    assertThat(node(node).get("ModifyIndex").asLong()).isGreaterThan(before);
    assertThat(good(agent.get("/v1/catalog/service/" + node)).at("/0/Node").asText())
        .isEqualTo(node);
  }

  @Test
  void aNodeWithoutServicesHasNoListOfThem() {
    register(node, "'NodeMeta':null");

    JsonNode some = good(agent.get("/v1/catalog/node-services/" + node));
    JsonNode none = good(agent.get("/v1/catalog/node-services/" + unique("nobody")));

    assertThat(some.get("Services").isNull()).isTrue();
    assertThat(none).isEqualTo(tree("{'Node':null,'Services':null}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz, encoding/hex: invalid byte: U+007A 'z'",
        "11111111111111111111111111111111zzzz, uuid is improperly formatted",
      })
  void aBrokenIdIsRefused(String broken, String why) {
    assertText(register(node, "'ID':'$'", broken), 500, "Bad node ID: " + why);
  }
}
