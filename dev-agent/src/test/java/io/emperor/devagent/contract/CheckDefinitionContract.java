package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the catalog remembers of how its checks are run, and what it refuses to remember. */
abstract class CheckDefinitionContract extends Contract {

  private final String node = unique("checked");

  private Answer register(String fields) {
    return agent.put(
        "/v1/catalog/register",
        json("{'Node':'$','Address':'10.7.7.7',", node) + json(fields) + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'Interval':'90m'}                  | {'Interval':'1h30m0s'}     | ``
          {'Interval':'100h5ms'}              | {'Interval':'100h0m0.005s'} | ``
          {'Interval':'61s','Timeout':'1.5s'} | {'Interval':'1m1s','Timeout':'1.5s'} | ``
          {'Interval':'1500us'}               | {'Interval':'1.5ms'}       | ``
          {'Interval':1000000000}             | {'Interval':'1s'}          | ``
          {'Interval':1.5}                    | {'Interval':'1ns'}         | ``
          {'Interval':'-5s'}                  | {'Interval':'-5s'}         | ``
          {'Interval':true,'Foo':1}           | {}                         | ``
          {'Interval':'0s','HTTP':''}         | {}                         | ``
          {'http':'h','interval':'1s'}        | {'HTTP':'h','Interval':'1s'} | http
          {'HTTP':'h'}                        | {'HTTP':'h'}               | ``
          {'TCP':'t','Interval':'1s'}         | {'TCP':'t','Interval':'1s'} | tcp
          {'GRPC':'g','Interval':'1s'}        | {'GRPC':'g','Interval':'1s'} | grpc
          {'TTL':'1s'}                        | {'TTL':1000000000}         | ttl
          {'AliasNode':'n'}                   | {'AliasNode':'n'}          | alias
          {'ScriptArgs':['a'],'Interval':'1s'} | {'ScriptArgs':['a'],'Interval':'1s'} | script
          {'Header':{'a':['b']},'OutputMaxSize':4} | {'Header':{'a':['b']},'OutputMaxSize':4} | ``
          {'Header':{},'TLSSkipVerify':false} | {}                         | ``
          """)
  void aDefinitionIsReadInGosWay(String given, String read, String type) {
    assertTrue(register("'Check':{'Name':'c','Definition':" + given + "}"));

    JsonNode check = good(agent.get("/v1/health/node/" + node)).get(0);
    assertThat(check.get("Definition")).isEqualTo(tree(read));
    assertThat(check.get("Type").asText()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'Interval':'x'} | time: invalid duration "x"
          {'Interval':''}  | time: invalid duration ""
          {'HTTP':1}       | json: cannot unmarshal number into Go struct field HealthCheck.Check.Definition of type string
          {'Header':'x'}   | json: cannot unmarshal string into Go struct field HealthCheck.Check.Definition of type map[string][]string
          []               | json: cannot unmarshal array into Go struct field HealthCheck.Check.Definition of type struct { Interval interface {}; Timeout interface {}; DeregisterCriticalServiceAfter interface {}; TTL interface {}; *structs.Alias }
          """)
  void aWrongDefinitionIsRefused(String definition, String text) {
    assertText(
        register("'Check':{'Name':'c','Definition':" + definition + "}"),
        400,
        "Request decode failed: " + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Service':{'Service':'s','Address':'0.0.0.0'} | Invalid service address
          'Service':{'Service':'s','Address':'::'}      | Invalid service address
          'Service':{'Service':'s','Meta':{'':'x'}}     | failed inserting service: Invalid Service Meta for node NODE and serviceID s: Couldn't load metadata pair ('', 'x'): Key cannot be blank
          'Service':{'Service':'s'},'Check':{'ServiceID':'t'} | failed inserting check: Missing service registration on node "NODE"
          'Service':{},'Check':{'Name':'c','Node':'other'} | failed inserting service: failed inserting service: object missing primary index
          'Check':{'ServiceName':'s'}                   | failed inserting check: failed inserting check: object missing primary index on node "NODE"
          """)
  void aRegistrationCountsAsAWholeOrNotAtAll(String fields, String text) {
    assertText(register(fields), 500, text.replace("NODE", node));
    assertThat(good(agent.get("/v1/catalog/node/" + node)).isNull()).isTrue();
  }
}
