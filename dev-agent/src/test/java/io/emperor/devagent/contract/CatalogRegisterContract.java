package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/catalog/register} and {@code deregister}: nodes that no agent looks after. */
abstract class CatalogRegisterContract extends Contract {

  private final String node = unique("outside");

  /** Registers with more fields than the node's name and address. */
  private Answer register(String fields, Object... values) {
    String more = fields.isEmpty() ? "" : "," + json(fields, values);
    return agent.put(
        "/v1/catalog/register", json("{'Node':'$','Address':'10.3.3.3'", node) + more + "}");
  }

  private Answer deregister(String fields) {
    return agent.put("/v1/catalog/deregister", json("{'Node':'$'", node) + json(fields) + "}");
  }

  private JsonNode node() {
    return good(agent.get("/v1/catalog/node/" + node));
  }

  private JsonNode checks() {
    return good(agent.get("/v1/health/node/" + node));
  }

  @Test
  void aNodeNeedsNameAndAddressOnly() {
    assertTrue(register(""));

    JsonNode index = node().at("/Node/CreateIndex");
    assertThat(node())
        .isEqualTo(
            tree(
                "{'Node':{'ID':'','Node':'$','Address':'10.3.3.3','Datacenter':'dc1',"
                    + "'TaggedAddresses':null,'Meta':null,'CreateIndex':$,'ModifyIndex':$},"
                    + "'Services':{}}",
                node,
                index,
                index));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'NodeMeta':{'rack':'r1'}           | /Node/Meta            | {'rack':'r1'}
          'TaggedAddresses':{'lan':'1.2.3.4'} | /Node/TaggedAddresses | {'lan':'1.2.3.4'}
          'Datacenter':'dc1'                 | /Node/Datacenter      | 'dc1'
          'Service':{'Service':'s'}          | /Services/s/ID        | 's'
          'Service':{'Service':'s','ID':'i'} | /Services/i/Service   | 's'
          'Service':{'Service':'s','Port':3} | /Services/s/Port      | 3
          'Service':{'Service':'s','Tags':['t']} | /Services/s/Tags  | ['t']
          'Service':{'Service':'s','Address':'h'} | /Services/s/Address | 'h'
          'Service':{'Service':'s','Meta':{'k':'v'}} | /Services/s/Meta | {'k':'v'}
          'Service':{'Service':'s','EnableTagOverride':true} | /Services/s/EnableTagOverride | true
          'Service':{'Service':'s'}          | /Services/s/Weights   | {'Passing':1,'Warning':1}
          'Service':{'Service':'s','Weights':{'Passing':5,'Warning':2}} | /Services/s/Weights | {'Passing':5,'Warning':2}
          """)
  void aNodeIsReadAsItWasRegistered(String fields, String pointer, String value) {
    assertTrue(register(fields));

    assertThat(node().at(pointer)).isEqualTo(tree(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Name':'n'                     | CheckID   | n
          'Name':'n','CheckID':'c'       | CheckID   | c
          'Name':'n'                     | Status    | critical
          'Name':'n','Status':'passing'  | Status    | passing
          'Name':'n','Status':'odd'      | Status    | odd
          'Name':'n','Notes':'x'         | Notes     | x
          'Name':'n','Output':'x'        | Output    | x
          'CheckID':'c'                  | Name      | ``
          'Name':'n'                     | ServiceID | ``
          'Name':'n','ServiceID':'s'     | ServiceName | s
          """)
  void aCheckIsReadAsItWasRegistered(String fields, String field, String value) {
    register("'Service':{'Service':'s'}");

    assertTrue(register("'Check':{" + fields + "}"));

    assertThat(checks().get(0).get(field).asText()).isEqualTo(value);
  }

  @Test
  void aCheckSaysItsServicesIdAsItWasSaid() {
    register("'Service':{'Service':'s','ID':'i'}");

    assertTrue(register("'Check':{'Name':'n','ServiceID':'I'}"));

    assertThat(checks().at("/0/ServiceID").asText()).isEqualTo("I");
    assertThat(checks().at("/0/ServiceName").asText()).isEqualTo("s");
    assertThat(good(agent.get("/v1/health/service/s")).findValuesAsText("CheckID")).contains("n");
  }

  @Test
  void severalChecksComeAtOnce() {
    assertTrue(register("'Checks':[{'Name':'b'},{'Name':'a'}]"));

    assertThat(each(checks(), "CheckID")).containsExactly("a", "b");
  }

  @Test
  void registeringAgainAddsToTheServices() {
    register("'Service':{'Service':'one'}");
    register("'Service':{'Service':'two'}");

    assertThat(node().get("Services").fieldNames()).toIterable().containsExactly("one", "two");
  }

  @Test
  void registeringAgainReplacesWhatIsSaidOfTheNode() {
    register("'NodeMeta':{'rack':'r1'}");
    long created = node().at("/Node/CreateIndex").asLong();

    register("");

    assertThat(node().at("/Node/Meta").isNull()).isTrue();
    assertThat(node().at("/Node/CreateIndex").asLong()).isEqualTo(created);
    assertThat(node().at("/Node/ModifyIndex").asLong()).isGreaterThan(created);
  }

  @Test
  void theNodeMayBeSkipped() {
    register("");

    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json("{'Node':'$','SkipNodeUpdate':true,'Service':{'Service':'s'}}", node)));

    assertThat(node().at("/Node/Address").asText()).isEqualTo("10.3.3.3");
    assertThat(node().at("/Services/s").isObject()).isTrue();
  }

  @Test
  void registeringTheSameAgainChangesNothing() {
    register("'Service':{'Service':'s','Port':1}");
    JsonNode before = node();

    register("'Service':{'Service':'s','Port':1}");

    assertThat(node()).isEqualTo(before);
  }

  @Test
  void aNodeMayHaveAnId() {
    String id =
        String.format(Locale.ROOT, "aaaaaaaa-0000-0000-0000-%012d", node.hashCode() & 0xffffff);

    assertTrue(register("'ID':'$'", id));

    assertThat(node().at("/Node/ID").asText()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                        | 500 | Must provide node
          {'Address':'1.1.1.1'}     | 500 | Must provide node
          {'Node':'x'}              | 500 | Must provide address if SkipNodeUpdate is not set
          {'Node':'x','Address':'1','ID':'x'} | 500 | Bad node ID: uuid string is wrong length
          {'Node':'x','Address':'1','Service':{'ID':'s'}} | 500 | Must provide service name with ID
          {'Node':'x','Address':'1','Datacenter':'dc9'} | 500 | No path to datacenter
          {'Node':'x','Address':'1','Nope':1} | 400 | Request decode failed: json: unknown field "Nope"
          {                         | 400 | Request decode failed: unexpected EOF
          ``                        | 400 | Request decode failed: EOF
          []                        | 400 | Request decode failed: json: cannot unmarshal array into Go value of type structs.RegisterRequest
          """)
  void aWrongRegistrationIsRefused(String body, int status, String text) {
    assertText(agent.put("/v1/catalog/register", json(body)), status, text);
    assertThat(good(agent.get("/v1/catalog/node/x")).isNull()).isTrue();
  }

  @Test
  void aCheckOfAnUnknownServiceIsRefused() {
    assertText(
        register("'Check':{'Name':'n','ServiceID':'none'}"),
        500,
        "failed inserting check: Missing service registration on node \"" + node + "\"");
  }

  @Test
  void aServiceIsDeregisteredWithItsChecks() {
    register("'Service':{'Service':'s'},'Check':{'Name':'n','ServiceID':'s'}");
    register("'Service':{'Service':'stays'},'Check':{'Name':'node-check'}");

    assertTrue(deregister(",'ServiceID':'s'"));

    assertThat(node().get("Services").fieldNames()).toIterable().containsExactly("stays");
    assertThat(each(checks(), "CheckID")).containsExactly("node-check");
  }

  @Test
  void aCheckIsDeregisteredAlone() {
    register("'Service':{'Service':'s'},'Check':{'Name':'n','ServiceID':'s'}");

    assertTrue(deregister(",'CheckID':'n'"));

    assertThat(checks()).isEmpty();
    assertThat(node().at("/Services/s").isObject()).isTrue();
  }

  @Test
  void aNodeIsDeregisteredWithEverything() {
    register("'Service':{'Service':'$'},'Check':{'Name':'n'}", node + "-service");

    assertTrue(deregister(""));

    assertThat(node().isNull()).isTrue();
    assertThat(checks()).isEmpty();
    assertThat(good(agent.get("/v1/catalog/service/" + node + "-service"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = "``\n,'ServiceID':'none'\n,'CheckID':'none'")
  void deregisteringWhatIsNotThereIsWell(String fields) {
    assertTrue(deregister(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                              | 500 | Must provide node
          {'Node':'x','Datacenter':'dc9'} | 500 | No path to datacenter
          {                               | 400 | Request decode failed: unexpected EOF
          """)
  void aWrongDeregistrationIsRefused(String body, int status, String text) {
    assertText(agent.put("/v1/catalog/deregister", json(body)), status, text);
  }
}
