package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ?filter=}: expressions over what is listed. Each case has two instances of a service, on a
 * node each: the first says much about itself, the second as little as possible.
 */
abstract class FilterContract extends Contract {

  private final String first = unique("node-a");
  private final String second = unique("node-b");
  private final String service = unique("service");

  @BeforeEach
  void registerTwoInstances() {
    register(
        "{'Node':'$','Address':'10.6.6.6','NodeMeta':{'rack':'$'},'TaggedAddresses':{'wan':'1.1.1.1'},"
            + "'Service':{'Service':'$','ID':'1','Tags':['a','b'],'Port':80,"
            + "'Meta':{'env':'prod','a-b':'x'},'Weights':{'Passing':3,'Warning':2},"
            + "'TaggedAddresses':{'lan':{'Address':'10.7.7.7','Port':9}}},"
            + "'Check':{'CheckID':'$','Name':'n','Notes':'some notes','Output':'out',"
            + "'Status':'warning','ServiceID':'1'}}",
        first,
        first,
        service,
        service);
    register(
        "{'Node':'$','Address':'10.6.6.7','Service':{'Service':'$','ID':'2'}}", second, service);
  }

  private void register(String body, Object... values) {
    assertTrue(agent.put("/v1/catalog/register", json(body, values)));
  }

  private Answer filtered(String path, String filter) {
    String written = named(filter, "\"");
    String at = named(path, "");
    String mark = at.contains("?") ? "&" : "?";
    return agent.get("/v1/" + at + mark + "filter=" + AgentClient.encoded(written));
  }

  private String named(String text, String quote) {
    return text.replace("FIRST", quote + first + quote)
        .replace("SECOND", quote + second + quote)
        .replace("SERVICE", quote + service + quote);
  }

  /** The IDs of the instances that are left, in one word. */
  private String left(String path, String pointer, String filter) {
    JsonNode rows = good(filtered(path, filter));
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.at(pointer).asText())
        .reduce("", String::concat);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ServicePort == 80                        | 1
          ServicePort==80                          | 1
          ServicePort  ==   80                     | 1
          ServicePort != 80                        | 2
          ServicePort == "80"                      | 1
          ServicePort == "0x50"                    | 1
          ServicePort == "0o120"                   | 1
          ServicePort == "0120"                    | 1
          ServicePort == "0b101_0000"              | 1
          ServicePort == "+80"                     | 1
          ServicePort == 0                         | 2
          ServicePort == -80                       | ~~
          ServiceEnableTagOverride == false        | 12
          ServiceEnableTagOverride == F            | 12
          ServiceEnableTagOverride != 0            | ~~
          ServiceTags contains a                   | 1
          ServiceTags contains "a"                 | 1
          ServiceTags contains `a`                 | 1
          ServiceTags contains A                   | ~~
          ServiceTags not contains a               | 2
          a in ServiceTags                         | 1
          "a" in ServiceTags                       | 1
          "a" not in ServiceTags                   | 2
          9 in ServiceTags                         | ~~
          -9.5 not in ServiceTags                  | 12
          ServiceTags is empty                     | 2
          ServiceTags is not empty                 | 1
          Node == FIRST                            | 1
          Node != FIRST                            | 2
          Node contains "ode-"                     | 12
          "ode-" in Node                           | 12
          Node not contains ode                    | ~~
          Node matches "^nod"                      | 12
          Node matches FIRST                       | 1
          Node not matches FIRST                   | 2
          Node matches `(?i)NODE-[AB]-\\d+$`       | 12
          Node matches ``                          | 12
          ServiceID == 1                           | 1
          ServiceID == "\\x31"                     | 1
          ServiceID == "\\u0031"                   | 1
          ServiceID == "\\061"                     | 1
          ServiceID == "\\xc3\\xa9"                | ~~
          ServiceMeta.env == prod                  | 1
          ServiceMeta["env"] == prod               | 1
          ServiceMeta[ `env` ] == prod             | 1
          ServiceMeta["a-b"] == x                  | 1
          ServiceMeta.env != prod                  | 2
          ServiceMeta.none == x                    | ~~
          ServiceMeta.none != x                    | 12
          ServiceMeta.none contains x              | ~~
          ServiceMeta.none not contains x          | 12
          ServiceMeta.none matches x               | 12
          ServiceMeta.none not matches x           | 12
          env in ServiceMeta                       | 1
          ServiceMeta contains none                | ~~
          ServiceMeta is empty                     | 2
          ServiceWeights.Passing == 3              | 1
          ServiceWeights["Warning"] == 1           | 2
          ServiceTaggedAddresses.lan.Port == 9     | 1
          ServiceTaggedAddresses.wan.Port != 9     | 12
          ServiceTaggedAddresses contains lan      | 1
          ServiceTaggedAddresses is empty          | 2
          TaggedAddresses.wan == "1.1.1.1"         | 1
          NodeMeta.rack == FIRST                   | 1
          Datacenter == dc1                        | 12
          ServiceKind == ""                        | 12
          ServiceConnect.Native == true            | ~~
          ServiceProxy.MeshGateway.Mode == ""      | 12
          ServiceProxy.Upstreams is empty          | 12
          ServiceProxy.Upstreams.DestinationName != x   | ~~
          ServiceProxy.Expose.Paths.ListenerPort == 0   | ~~
          ServiceName == SERVICE                   | 12
          """)
  void fieldsAreComparedByTheirKinds(String filter, String left) {
    assertThat(left("catalog/service/SERVICE", "/ServiceID", filter)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Node == FIRST and ServicePort == 80                   | 1
          Node == FIRST and ServicePort == 0                    | ~~
          Node == FIRST or ServicePort == 0                     | 12
          Node == no and ServicePort == 80 or ServicePort == 0  | 2
          ServicePort == 0 or Node == no and ServicePort == 80  | 2
          Node == no and (ServicePort == 80 or ServicePort == 0) | ~~
          Node == no or Node == none or Node == SECOND          | 2
          not Node == FIRST                                     | 2
          not not Node == FIRST                                 | 1
          not not not Node == FIRST                             | 2
          not Node == FIRST and ServicePort == 80               | ~~
          not (Node == FIRST and ServicePort == 0)              | 12
          not ( Node == FIRST )                                 | 2
          (Node == FIRST)                                       | 1
          ((Node == FIRST) or (Node == SECOND))                 | 12
          (Node == FIRST) or (Node == SECOND)                   | 12
          (Node==FIRST)                                         | 1
          Node == not                                           | ~~
          in in ServiceTags                                     | ~~
          Node == a.b                                           | ~~
          Node == a["b"].c                                      | ~~
          """)
  void comparisonsAreCombined(String filter, String left) {
    assertThat(left("catalog/service/SERVICE", "/ServiceID", filter)).isEqualTo(left);
  }

  @ParameterizedTest
  @ValueSource(strings = {" Node == FIRST", "Node == FIRST ", "Node\t==\nFIRST\r\n"})
  void whiteSpaceIsBetweenWords(String filter) {
    assertThat(left("catalog/service/SERVICE", "/ServiceID", filter)).isEqualTo("1");
  }

  @Test
  void whatLooksLikeASelectorIsATextWithDots() {
    String name = unique("service");
    register("{'Node':'$','Address':'1','Service':{'Service':'$','Tags':['a.b.c']}}", first, name);

    assertThat(left("catalog/service/" + name, "/ServiceName", "ServiceTags contains a.b[\"c\"]"))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Node.Node == FIRST                        | 1
          Node.Meta.rack == FIRST                   | 1
          Node.TaggedAddresses is empty             | 2
          Service.ID == 1                           | 1
          Service.Tags contains b                   | 1
          Service.Weights.Warning == 2              | 1
          Service.Meta.env != prod                  | 2
          Service.Connect.Native == false           | 12
          Checks is empty                           | 2
          Checks is not empty                       | 1
          Checks.Status == warning                  | 1
          Checks.Status != passing                  | 1
          Checks.Status != warning                  | ~~
          not Checks.Status == warning              | 2
          Checks.CheckID matches `^service`         | 1
          Checks.ServiceTags contains b             | 1
          Checks.ServiceTags is empty               | ~~
          Service.Port == 0 or Checks.Output == out | 12
          """)
  void instancesAreFilteredByTheirNodesAndAnyOfTheirChecks(String filter, String left) {
    assertThat(left("health/service/SERVICE", "/Service/ID", filter)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Node == FIRST                     | 1
          Node == SECOND                    | ~~
          CheckID == SERVICE                | 1
          Name == n                         | 1
          Status == warning                 | 1
          Notes contains "e n"              | 1
          Output != out                     | ~~
          ServiceID == 1                    | 1
          ServiceName == SERVICE            | 1
          ServiceTags contains b            | 1
          Type == ""                        | 1
          """)
  void checksAreFiltered(String filter, String left) {
    String own = "CheckID == SERVICE and " + filter;

    assertThat(left("health/checks/SERVICE", "/ServiceID", filter)).isEqualTo(left);
    assertThat(left("health/node/FIRST", "/ServiceID", filter)).isEqualTo(left);
    assertThat(left("health/state/any", "/ServiceID", own)).isEqualTo(left);
    assertThat(left("health/state/warning", "/ServiceID", own)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Node == FIRST                              | 10.6.6.6
          Address == "10.6.6.6" and Meta.rack == FIRST | 10.6.6.6
          Node == SECOND and Meta is empty           | 10.6.6.7
          Node == SECOND and TaggedAddresses is empty | 10.6.6.7
          Node == FIRST and wan in TaggedAddresses   | 10.6.6.6
          Node == FIRST and Datacenter == dc2        | ~~
          Node == FIRST and ID == ""                 | 10.6.6.6
          """)
  void nodesAreFiltered(String filter, String left) {
    assertThat(left("catalog/nodes", "/Address", filter)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource({
    "Port == 80, 1",
    "Port == 81, 0",
    "Service == SERVICE, 1",
    "Meta.env == prod, 1",
    "Proxy.Upstreams is empty, 1",
    "Connect.Native == false, 1",
    "Kind == web, 0",
  })
  void servicesOfANodeAreFiltered(String filter, int count) {
    JsonNode byId = good(filtered("catalog/node/FIRST", filter));
    JsonNode list = good(filtered("catalog/node-services/FIRST", filter));

    assertThat(byId.at("/Node/Node").asText()).isEqualTo(first);
    assertThat(byId.get("Services").isObject()).isTrue();
    assertThat(byId.get("Services")).hasSize(count);
    assertThat(list.at("/Node/Node").asText()).isEqualTo(first);
    assertThat(list.get("Services").isArray()).isTrue();
    assertThat(list.get("Services")).hasSize(count);
  }

  @Test
  void aNodeWithoutServicesHasAnEmptyListOnceItIsFiltered() {
    String node = unique("node");
    register("{'Node':'$','Address':'1'}", node);
    String path = "catalog/node-services/" + node;

    assertThat(good(agent.get("/v1/" + path)).get("Services").isNull()).isTrue();
    assertThat(good(filtered(path, "Port == 1")).get("Services")).isEqualTo(tree("[]"));
  }

  @Test
  void ofAnUnknownNodeThereIsNothingToFilter() {
    assertThat(good(filtered("catalog/node/none", "Port == 1")).isNull()).isTrue();
    assertThat(good(filtered("catalog/node-services/none", "Port == 1")))
        .isEqualTo(tree("{'Node':null,'Services':null}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Port == 6                     | true
          Port == 7                     | false
          Tags contains t               | true
          Meta.k == v                   | true
          Weights.Passing == 1          | true
          EnableTagOverride == true     | false
          Kind == ""                    | true
          """)
  void servicesOfTheAgentAreFiltered(String filter, boolean kept) {
    String name = registered("'Port':6,'Tags':['t'],'Meta':{'k':'v'}");

    Answer answer = filtered("agent/services", "ID == \"" + name + "\" and " + filter);

    assertThat(names(answer)).isEqualTo(kept ? Set.of(name) : Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "Status == passing, true",
    "Status == critical, false",
    "Type == ttl, true",
    "ServiceTags contains t, true",
    "ServiceID == none, false",
    "Notes == x, true",
  })
  void checksOfTheAgentAreFiltered(String filter, boolean kept) {
    String name = registered("'Tags':['t'],'Check':{'TTL':'1h','Status':'passing','Notes':'x'}");
    String id = "service:" + name;

    Answer answer = filtered("agent/checks", "CheckID == \"" + id + "\" and " + filter);

    assertThat(names(answer)).isEqualTo(kept ? Set.of(id) : Set.of());
  }

  private static Set<String> names(Answer answer) {
    Set<String> names = new TreeSet<>();
    good(answer).fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    "tag=a, Port == 80, 1",
    "tag=a, Port == 0, ''",
    "tag=c, Port == 80, ''",
    "node-meta=rack:none, Port == 80, ''",
    "stale, Port == 80, 1",
    "dc=dc1, Port == 80, 1",
  })
  void aFilterIsOneConditionAmongOthers(String query, String filter, String left) {
    assertThat(left("catalog/service/SERVICE?" + query, "/ServiceID", "Service" + filter))
        .isEqualTo(left);
    assertThat(left("health/service/SERVICE?" + query, "/Service/ID", "Service." + filter))
        .isEqualTo(left);
  }

  @Test
  void whatIsPassingIsChosenAmongWhatIsLeft() {
    String name = unique("service");
    List<String> statuses = List.of("critical", "passing", "passing", "passing");
    for (int i = 0; i < statuses.size(); i++) {
      register(
          "{'Node':'$','Address':'1','Service':{'Service':'$','ID':'$','Port':$},"
              + "'Check':{'CheckID':'c','Name':'c','Status':'$','ServiceID':'$'}}",
          name + "-" + i,
          name,
          "" + i,
          i,
          statuses.get(i),
          "" + i);
    }

    assertThat(left("health/service/" + name + "?passing", "/Service/ID", "Service.Port != 3"))
        .isEqualTo("21");
    assertThat(left("health/service/" + name, "/Service/ID", "Service.Port != 3")).isEqualTo("012");
  }

  @ParameterizedTest
  @ValueSource(strings = {"filter", "filter=", "filter=&filter=Node==none", "Filter=Node==none"})
  void anEmptyFilterIsNone(String query) {
    assertThat(good(agent.get("/v1/catalog/service/" + service + "?" + query))).hasSize(2);
  }

  @Test
  void ofSeveralFiltersTheFirstCounts() {
    String query = "?filter=Node==" + AgentClient.encoded('"' + first + '"') + "&filter=Node==none";

    assertThat(good(agent.get("/v1/catalog/service/" + service + query))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/services",
        "catalog/datacenters",
        "session/list",
        "event/list",
        "agent/self"
      })
  void whatKnowsNoFilterTakesNoNoticeOfOne(String path) {
    assertThat(filtered(path, "(").status()).isEqualTo(200);
  }

  @Test
  void aServiceOfTheAgentIsNotFiltered() {
    String name = registered("");

    assertThat(good(filtered("agent/service/" + name, "Service == none")).get("ID").asText())
        .isEqualTo(name);
  }

  @Test
  void aFilterMayBeLong() {
    String many = "Node == none or ".repeat(1000) + "Node == \"" + first + '"';
    String large = "Node == \"" + "x".repeat(100_000) + "\" or ServicePort == 0";

    assertThat(left("catalog/service/SERVICE", "/ServiceID", many)).isEqualTo("1");
    assertThat(left("catalog/service/SERVICE", "/ServiceID", large)).isEqualTo("2");
  }

  @Test
  void nothingLeftIsAnEmptyListWithTheIndexOfTheWhole() {
    for (String path :
        List.of("catalog/service/SERVICE", "health/checks/SERVICE", "health/node/FIRST")) {
      Answer whole = filtered(path, "");
      Answer nothing = filtered(path, "Node == none");

      assertThat(good(nothing)).isEqualTo(tree("[]"));
      assertThat(nothing.index()).isEqualTo(whole.index());
      assertThat(nothing.header("X-Consul-KnownLeader")).isEqualTo("true");
      assertThat(nothing.header("X-Consul-Effective-Consistency")).isEqualTo("leader");
    }
  }

  @Test
  void aServiceThatIsRegisteredWithTheAgentComesThroughTheFilter() {
    String name = registered("'Port':6");
    String path = "health/service/" + name;

    Await.until("in the catalog", () -> good(filtered(path, "Service.Port == 6")).size() == 1);

    assertThat(good(filtered(path, "Service.Port == 7"))).isEmpty();
  }
}
