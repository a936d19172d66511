package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/agent/check}: what it does not take, and how it says so. */
abstract class AgentCheckRefusalContract extends Contract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                              | 400 | Request decode failed: EOF
          {                               | 400 | Request decode failed: unexpected EOF
          {}                              | 400 | Missing check name
          null                            | 400 | Missing check name
          {'ID':'x','TTL':'9s'}           | 400 | Missing check name
          {'Name':'x'}                    | 400 | Invalid check: TTL must be > 0 for TTL checks
          {'Name':'x','Status':'passing'} | 400 | Invalid check: TTL must be > 0 for TTL checks
          {'Name':'x','TTL':'0s'}         | 400 | Invalid check: TTL must be > 0 for TTL checks
          {'Name':'x','TTL':'-1s'}        | 400 | Invalid check: TTL must be > 0 for TTL checks
          {'Name':'x','TTL':'soon'}       | 400 | Request decode failed: time: invalid duration "soon"
          {'Name':'x','TTL':'9s','Status':'odd'} | 400 | Bad check status
          {'Name':'x','TTL':'9s','Interval':'9s','HTTP':'http://h'} | 400 | Invalid check: Interval and TTL cannot both be specified
          {'Name':'x','HTTP':'http://h'}  | 400 | Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks
          {'Name':'x','HTTP':'http://h','TTL':'9s'} | 400 | Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks
          {'Name':'x','TCP':'h:1','Interval':'-1s'} | 400 | Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks
          {'Name':'x','Interval':'1s','Timeout':'1s'} | 400 | Invalid check: TTL must be > 0 for TTL checks
          {'Name':'x','TCP':'h:1','Interval':'often'} | 400 | Request decode failed: time: invalid duration "often"
          {'Name':'x','TCP':'h:1','Interval':'1s','Timeout':'x'} | 400 | Request decode failed: time: invalid duration "x"
          {'Name':'x','TCP':'h:1','Interval':'1s','OutputMaxSize':-1} | 400 | Invalid check: MaxOutputMaxSize must be positive
          {'Name':'x','TCP':'h:1','Interval':'1s','AliasNode':'n'} | 400 | Invalid check: Interval cannot be set for Alias checks
          {'Name':'x','HTTP':'http://h','Interval':'1s','Header':'a'} | 400 | Request decode failed: json: cannot unmarshal string into Go struct field .Header of type map[string][]string
          {'Name':'x','HTTP':'http://h','Interval':'1s','Header':{'a':'b'}} | 400 | Request decode failed: json: cannot unmarshal string into Go struct field .Header of type []string
          {'Name':'x','HTTP':'http://h','Interval':'1s','Header':{'a':[1]}} | 400 | Request decode failed: json: cannot unmarshal number into Go struct field .Header of type string
          {'Name':'x','HTTP':'http://h','Interval':'1s','ProxyHTTP':'http://p'} | 400 | Request decode failed: json: unknown field "ProxyHTTP"
          {'Name':'x','HTTP':'http://h','Interval':'1s','ScriptArgs':['x']} | 500 | Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true
          {'Name':'x','CheckID':'y','TTL':'9s'} | 400 | Request decode failed: json: unknown field "CheckID"
          {'Name':1}                      | 400 | Request decode failed: json: cannot unmarshal number into Go struct field .Name of type string
          """)
  void aWrongCheckIsRefused(String body, int status, String text) {
    assertText(agent.put("/v1/agent/check/register", json(body)), status, text);
    assertThat(good(agent.get("/v1/agent/checks")).has("x")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                     | Request decode failed: EOF
          {                      | Request decode failed: unexpected EOF
          {}                     | Invalid check status: ''
          {'Output':'x'}         | Invalid check status: ''
          {'Status':'bad'}       | Invalid check status: 'bad'
          {'Status':'Passing'}   | Invalid check status: 'Passing'
          {'Status':1}           | Request decode failed: json: cannot unmarshal number into Go struct field checkUpdate.Status of type string
          """)
  void aWrongUpdateIsRefused(String body, String text) {
    String name = registered("'Check':{'TTL':'1h','Status':'warning'}");

    assertText(agent.put("/v1/agent/check/update/service:" + name, json(body)), 400, text);
    assertThat(good(agent.get("/v1/agent/checks")).at("/service:" + name + "/Status").asText())
        .isEqualTo("warning");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void aCheckOfAnUnknownServiceIsRefused() {
    assertText(
        agent.put(
            "/v1/agent/check/register", json("{'Name':'x','TTL':'9s','ServiceID':'no-such'}")),
        500,
        "ServiceID \"no-such\" does not exist");
    assertThat(good(agent.get("/v1/agent/checks")).has("x")).isFalse();
  }

  @OnConsul(ConsulProfile.V1_8)
  @ParameterizedTest
  @CsvSource({"pass", "warn", "fail"})
  void aVerbForAnUnknownCheckIsAnError(String verb) {
    assertText(
        agent.put("/v1/agent/check/" + verb + "/no-such"),
        500,
        "CheckID \"no-such\" does not have associated TTL");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void anUpdateOfAnUnknownCheckIsAnError() {
    assertText(
        agent.put("/v1/agent/check/update/no-such", json("{'Status':'passing'}")),
        500,
        "CheckID \"no-such\" does not have associated TTL");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void aVerbNeedsACheck() {
    assertText(
        agent.put("/v1/agent/check/pass/"), 500, "CheckID \"\" does not have associated TTL");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void deregisteringNeedsACheck() {
    assertText(agent.put("/v1/agent/check/deregister/"), 500, "CheckID missing");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void theCheckOfADeregisteredServiceIsUnknown() {
    String name = registered("'Check':{'TTL':'1h'}");
    agent.put("/v1/agent/service/deregister/" + name);

    assertThat(agent.put("/v1/agent/check/pass/service:" + name).status()).isEqualTo(500);
  }
}
