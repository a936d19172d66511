package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/agent/service}: registering, reading and deregistering. */
abstract class AgentServiceContract extends Contract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Tags':['b','a']                             | Tags              | ['b','a']
          'Tags':['a','a']                             | Tags              | ['a','a']
          'Tags':[]                                    | Tags              | []
          'Tags':null                                  | Tags              | []
          'Tags':['']                                  | Tags              | ['']
          'tags':['q']                                 | Tags              | ['q']
          'Port':8080                                  | Port              | 8080
          'Port':0                                     | Port              | 0
          'Port':-4                                    | Port              | -4
          'Port':70000                                 | Port              | 70000
          'Address':'10.0.0.1'                         | Address           | '10.0.0.1'
          'Address':'host.example'                     | Address           | 'host.example'
          'Address':'::1'                              | Address           | '::1'
          'Meta':{'k':'v'}                             | Meta              | {'k':'v'}
          'Meta':{'a_b-C9':''}                         | Meta              | {'a_b-C9':''}
          'Meta':null                                  | Meta              | {}
          'EnableTagOverride':true                     | EnableTagOverride | true
          'enable_tag_override':true                   | EnableTagOverride | true
          'Weights':{'Passing':10,'Warning':2}         | Weights           | {'Passing':10,'Warning':2}
          'Weights':{'Passing':3}                      | Weights           | {'Passing':3,'Warning':0}
          'TaggedAddresses':{'lan':{'Address':'1.2.3.4','Port':5}} | TaggedAddresses | {'lan':{'Address':'1.2.3.4','Port':5}}
          'tagged_addresses':{'lan':{'address':'1.2.3.4','port':5}} | TaggedAddresses | {'lan':{'Address':'1.2.3.4','Port':5}}
          'Address':'1.2.3.4','Port':5                 | TaggedAddresses   | {'lan_ipv4':{'Address':'1.2.3.4','Port':5},'wan_ipv4':{'Address':'1.2.3.4','Port':5}}
          'Address':'::1','Port':5                     | TaggedAddresses   | {'lan_ipv6':{'Address':'::1','Port':5},'wan_ipv6':{'Address':'::1','Port':5}}
          """)
  void aServiceIsReadAsItWasRegistered(String fields, String field, String value) {
    String name = registered(fields);

    assertThat(good(agent.get("/v1/agent/service/" + name)).get(field)).isEqualTo(tree(value));
    assertThat(good(agent.get("/v1/agent/services")).get(name).get(field)).isEqualTo(tree(value));
  }

  @Test
  void aServiceWithItsNameAloneHasDefaults() {
    String name = registered("");

    assertThat(older(good(agent.get("/v1/agent/services")).get(name), "Datacenter"))
        .isEqualTo(
            tree(
                "{'ID':'$','Service':'$','Tags':[],'Meta':{},'Port':0,'Address':'',"
                    + "'Weights':{'Passing':1,'Warning':1},'EnableTagOverride':false}",
                name,
                name));
  }

  @Test
  void aServiceMayHaveAnIdOfItsOwn() {
    String id = unique("id");
    String name = registered("'ID':'$'", id);

    JsonNode service = good(agent.get("/v1/agent/service/" + id));

    assertThat(service.get("ID").asText()).isEqualTo(id);
    assertThat(service.get("Service").asText()).isEqualTo(name);
    assertThat(agent.get("/v1/agent/service/" + name).status()).isEqualTo(404);
  }

  @Test
  void anEmptyIdIsTheName() {
    String name = registered("'ID':''");

    assertThat(good(agent.get("/v1/agent/service/" + name)).get("ID").asText()).isEqualTo(name);
  }

  @Test
  void anIdMayHoldSlashesAndSpaces() {
    String id = unique("a b/c");
    registered("'ID':'$'", id);

    assertThat(good(agent.get("/v1/agent/services")).has(id)).isTrue();
    assertThat(agent.get("/v1/agent/service/" + AgentClient.encoded(id)).status()).isEqualTo(200);
    assertDone(agent.put("/v1/agent/service/deregister/" + AgentClient.encoded(id)));
    assertThat(good(agent.get("/v1/agent/services")).has(id)).isFalse();
  }

  @Test
  void theSameIdAgainReplacesTheService() {
    String name = registered("'Port':1,'Tags':['old'],'Meta':{'k':'v'}");
    agent.put("/v1/agent/service/register", json("{'Name':'$','Port':2}", name));

    JsonNode service = good(agent.get("/v1/agent/service/" + name));

    assertThat(service.get("Port").asInt()).isEqualTo(2);
    assertThat(service.get("Tags")).isEmpty();
    assertThat(service.get("Meta")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "?replace-existing-checks, false",
    "?replace-existing-checks=true, false",
    "?replace-existing-checks=1, true"
  })
  void oldChecksMayBeReplaced(String query, boolean stays) {
    String old = unique("check");
    String name = registered("'Check':{'CheckID':'$','TTL':'1h'}", old);

    assertDone(
        agent.put(
            "/v1/agent/service/register" + query, json("{'Name':'$','Check':{'TTL':'1h'}}", name)));

    assertThat(good(agent.get("/v1/agent/checks")).has("service:" + name)).isTrue();
    assertThat(good(agent.get("/v1/agent/checks")).has(old)).isEqualTo(stays);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, ipv4",
    "01.2.3.004, ipv4",
    "::ffff:1.2.3.4, ipv4",
    "::1, ipv6",
    "1:2:3:4:5:6:1.2.3.4, ipv6",
    "1.2.3.256, ''",
    "1:2:3:4:5:6:7, ''",
    "1::2::3, ''",
    "[::1], ''",
    "fe80::1%eth0, ''"
  })
  void anAddressThatIsANumberIsTaggedWithItsVersion(String address, String version) {
    String name = registered("'Address':'$'", address);

    JsonNode tagged = good(agent.get("/v1/agent/service/" + name)).path("TaggedAddresses");

    assertThat(tagged.has("lan_ipv4")).isEqualTo(version.equals("ipv4"));
    assertThat(tagged.has("wan_ipv6")).isEqualTo(version.equals("ipv6"));
  }

  @Test
  void twoChecksOfOneIdLeaveTheSecond() {
    String id = unique("check");

    registered(
        "'Checks':[{'CheckID':'$','TTL':'1h','Status':'passing'},{'CheckID':'$','TTL':'1h'}]",
        id,
        id);

    assertThat(good(agent.get("/v1/agent/checks")).at("/" + id + "/Status").asText())
        .isEqualTo("critical");
  }

  @Test
  void fieldsMayBeWrittenInAnyCase() {
    String name = unique("service");
    assertDone(agent.put("/v1/agent/service/register", json("{'nAmE':'$','PORT':7}", name)));

    assertThat(good(agent.get("/v1/agent/service/" + name)).get("Port").asInt()).isEqualTo(7);
  }

  @Test
  void whatFollowsTheJsonIsIgnored() {
    String name = unique("service");

    assertDone(agent.put("/v1/agent/service/register", json("{'Name':'$'} more", name)));
  }

  @Test
  void anEmptyCheckIsNoCheck() {
    String name = registered("'Check':{}");

    assertThat(good(agent.get("/v1/agent/checks")).has("service:" + name)).isFalse();
  }

  @Test
  void aServiceComesWithAHashOfItsContent() {
    String name = registered("");

    Answer answer = agent.get("/v1/agent/service/" + name);

    assertThat(answer.header("X-Consul-ContentHash")).matches("[0-9a-f]{1,16}");
    assertThat(good(answer).get("ContentHash").asText())
        .isEqualTo(answer.header("X-Consul-ContentHash"));
  }

  @Test
  void theHashChangesWithTheContentAlone() {
    String name = registered("'Port':1");
    String before = agent.get("/v1/agent/service/" + name).header("X-Consul-ContentHash");
    agent.put("/v1/agent/service/register", json("{'Name':'$','Port':1}", name));
    String again = agent.get("/v1/agent/service/" + name).header("X-Consul-ContentHash");
    agent.put("/v1/agent/service/register", json("{'Name':'$','Port':2}", name));

    assertThat(again).isEqualTo(before);
    assertThat(agent.get("/v1/agent/service/" + name).header("X-Consul-ContentHash"))
        .isNotEqualTo(before);
  }

  @Test
  void aDeregisteredServiceIsGoneWithItsChecks() {
    String name = registered("'Check':{'TTL':'1h'}");

    assertDone(agent.put("/v1/agent/service/deregister/" + name));

    assertThat(good(agent.get("/v1/agent/services")).has(name)).isFalse();
    assertThat(good(agent.get("/v1/agent/checks")).has("service:" + name)).isFalse();
    assertText(agent.get("/v1/agent/service/" + name), 404, "unknown service ID: " + name);
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void deregisteringWhatIsNotThereIsWell() {
    assertDone(agent.put("/v1/agent/service/deregister/" + unique("never")));
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void deregisteringNeedsAnId() {
    assertText(agent.put("/v1/agent/service/deregister/"), 500, "ServiceID missing");
  }

  @Test
  void noIdIsAnUnknownId() {
    assertText(agent.get("/v1/agent/service/"), 404, "unknown service ID: ");
  }
}
