package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/agent/service/register}: what it does not take, and how it says so. */
abstract class AgentServiceRefusalContract extends Contract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                   | Request decode failed: EOF
          {                    | Request decode failed: unexpected EOF
          {'Name':'            | Request decode failed: unexpected EOF
          {'Name':1}           | Request decode failed: json: cannot unmarshal number into Go struct field .Name of type string
          {'Name':'x','Port':'1'} | Request decode failed: json: cannot unmarshal string into Go struct field .Port of type int
          {'Name':'x','Port':1.5} | Request decode failed: json: cannot unmarshal number 1.5 into Go struct field .Port of type int
          {'Name':'x','Tags':'x'} | Request decode failed: json: cannot unmarshal string into Go struct field .Tags of type []string
          {'Name':'x','Nope':1} | Request decode failed: json: unknown field "Nope"
          {}                   | Missing service name
          null                 | Missing service name
          {'Name':''}          | Missing service name
          {'Name':null}        | Missing service name
          {'ID':'x'}           | Missing service name
          """)
  void aRegistrationThatIsNoneIsRefused(String body, String text) {
    assertText(agent.put("/v1/agent/service/register", json(body)), 400, text);
  }

  @ParameterizedTest
  @CsvSource({"[], array", "'\"x\"', string", "5, number", "true, bool"})
  void aRegistrationIsAnObject(String body, String kind) {
    Answer answer = agent.put("/v1/agent/service/register", body);

    assertThat(answer.text())
        .startsWith("Request decode failed: json: cannot unmarshal " + kind + " into Go value");
    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Address':'0.0.0.0'              | Invalid service address
          'Address':'::'                   | Invalid service address
          'Address':'[::]'                 | Invalid service address
          'Meta':{'':'x'}                  | Invalid Service Meta: Couldn't load metadata pair ('', 'x'): Key cannot be blank
          'Meta':{'a b':'x'}               | Invalid Service Meta: Couldn't load metadata pair ('a b', 'x'): Key contains invalid characters
          'Meta':{'consul-x':'y'}          | Invalid Service Meta: Couldn't load metadata pair ('consul-x', 'y'): Key prefix 'consul-' is reserved for internal use
          'Weights':{'Passing':0}          | Invalid Weights: Passing must be greater than 0
          'Weights':{'Passing':-1,'Warning':1} | Invalid Weights: Passing must be greater than 0
          'Weights':{'Passing':1,'Warning':-1} | Invalid Weights: Warning must be greater or equal than 0
          'Check':{'TTL':'x'}              | Request decode failed: time: invalid duration "x"
          'Check':{'TTL':'10'}             | Request decode failed: time: missing unit in duration "10"
          'Check':{'TTL':'1d'}             | Request decode failed: time: unknown unit "d" in duration "1d"
          'Check':{'TTL':'1.5.5s'}         | Request decode failed: time: missing unit in duration "1.5.5s"
          'Check':{'TTL':' 5s'}            | Request decode failed: time: invalid duration " 5s"
          'Check':{'TTL':'-'}              | Request decode failed: time: invalid duration "-"
          'Check':{'TTL':'99999999h'}      | Request decode failed: time: invalid duration "99999999h"
          'Check':{'TTL':'-5s'}            | Invalid check: TTL must be > 0 for TTL checks
          'Check':{'Status':'passing'}     | Invalid check: TTL must be > 0 for TTL checks
          'Check':{'TTL':'9s','Status':'odd'} | Status for checks must 'passing', 'warning', 'critical'
          'Check':{'TTL':'9s','Interval':'9s'} | Invalid check: Interval and TTL cannot both be specified
          'Check':{'HTTP':'http://h'}      | Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks
          'Check':{'TCP':'h:1'}            | Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks
          'Check':{'TTL':'9s','DeregisterCriticalServiceAfter':'x'} | Request decode failed: time: invalid duration "x"
          'Check':{'TTL':'9s','Script':'x'} | Request decode failed: json: unknown field "Script"
          'Check':{'TTL':'9s','ID':'x'}     | Request decode failed: json: unknown field "ID"
          'Checks':[{'TTL':'9s'},{'TTL':'-5s'}] | Invalid check: TTL must be > 0 for TTL checks
          """)
  void aServiceWithAWrongFieldIsRefusedAndNotRegistered(String fields, String text) {
    String name = unique("refused");

    Answer answer =
        agent.put("/v1/agent/service/register", json("{'Name':'$',", name) + json(fields) + "}");

    assertText(answer, 400, text);
    assertThat(good(agent.get("/v1/agent/services")).has(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "128, 512, 1, true",
    "129, 1, 1, false",
    "1, 513, 1, false",
    "4, 4, 64, true",
    "4, 4, 65, false"
  })
  void metaHasItsLimits(int keyLength, int valueLength, int pairs, boolean taken) {
    StringBuilder meta = new StringBuilder();
    for (int i = 0; i < pairs; i++) {
      String key = ("k" + i + "x".repeat(200)).substring(0, Math.max(keyLength, 3));
      meta.append(i == 0 ? "" : ",").append(json("'$':'$'", key, "v".repeat(valueLength)));
    }

    Answer answer =
        agent.put(
            "/v1/agent/service/register",
            json("{'Name':'$','Meta':{", unique("service")) + meta + "}}");

    assertThat(answer.status()).isEqualTo(taken ? 200 : 400);
    assertThat(answer.text())
        .matches(
            taken
                ? ""
                : "Invalid Service Meta: .*("
                    + "Key is too long \\(limit: 128 characters\\)|"
                    + "Value is too long \\(limit: 512 characters\\)|"
                    + "Node metadata cannot contain more than 64 key/value pairs)");
  }
}
