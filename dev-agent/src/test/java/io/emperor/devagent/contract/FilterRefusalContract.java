package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ?filter=}: expressions that are wrong, or do not fit. */
abstract class FilterRefusalContract extends Contract {

  private static final String PREFIX = "Failed to create boolean expression evaluator: ";

  private Answer filtered(String path, String filter) {
    String mark = path.contains("?") ? "&" : "?";
    return agent.get("/v1/" + path + mark + "filter=" + AgentClient.encoded(filter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          9 == x                         | 1:3 (2): no match found, expected: "in", "not" or [ \\t\\r\\n]
          9 in                           | 1:5 (4): no match found, expected: [ \\t\\r\\n]
          9 not in                       | 1:9 (8): no match found, expected: [ \\t\\r\\n]
          Node == )                      | 1:9 (8): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          Node == 5)                     | 1:10 (9): no match found, expected: ".", [ \\t\\r\\n], [0-9] or EOF
          Node == 55)                    | 1:11 (10): no match found, expected: ".", [ \\t\\r\\n], [0-9] or EOF
          Node == 55 x                   | 1:12 (11): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF
          Node == 5.5 x                  | 1:13 (12): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF
          Node == 5.5.5                  | 1:12 (11): rule "number": Invalid number literal
          Node == -                      | 1:10 (9): no match found, expected: "0" or [1-9]
          Node == --5                    | 1:10 (9): no match found, expected: "0" or [1-9]
          Node == "a""b"                 | 1:12 (11): no match found, expected: [ \\t\\r\\n] or EOF
          Node =="a"and Node=="b"        | 1:11 (10): no match found, expected: [ \\t\\r\\n] or EOF
          Node==a b                      | 1:9 (8): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF
          Node ==a.9                     | 1:10 (9): no match found, expected: [a-zA-Z]
          Node ==a[9]                    | 1:10 (9): rule "index": Invalid index
          Node == a["b"                  | 1:14 (13): rule "index": Unclosed index expression
          not not                        | 1:8 (7): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          not                            | 1:4 (3): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          (                              | 1:2 (1): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          ()                             | 1:2 (1): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          ( )                            | 1:3 (2): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          )                              | 1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          (not)                          | 1:5 (4): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          (Node == a) (Node == b)        | 1:13 (12): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF
          (Node == a) or                 | 1:15 (14): no match found, expected: [ \\t\\r\\n]
          (Node == a) or (               | 1:17 (16): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          (Node == a) or (Node == b      | 1:26 (25): rule "grouping": Unmatched parentheses
          ((Node == a) or (Node == b)    | 1:28 (27): rule "grouping": Unmatched parentheses
          Node contains                  | 1:14 (13): no match found, expected: [ \\t\\r\\n]
          Node not                       | 1:9 (8): no match found, expected: [ \\t\\r\\n]
          Node not contains              | 1:18 (17): no match found, expected: [ \\t\\r\\n]
          Node not x                     | 1:10 (9): no match found, expected: "contains", "in", "matches" or [ \\t\\r\\n]
          Node contains x y              | 1:17 (16): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF
          Node containsx                 | 1:14 (13): no match found, expected: [ \\t\\r\\n]
          Node contains(x)               | 1:14 (13): no match found, expected: [ \\t\\r\\n]
          Node is not nothing            | 1:13 (12): no match found, expected: "empty" or [ \\t\\r\\n]
          Node isempty                   | 1:8 (7): no match found, expected: [ \\t\\r\\n]
          Node matches                   | 1:13 (12): no match found, expected: [ \\t\\r\\n]
          Node === x                     | 1:8 (7): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          Node ! = x                     | 1:6 (5): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]
          Node !=                        | 1:8 (7): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          Node <> x                      | 1:6 (5): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]
          Node == n1,                    | 1:11 (10): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF
          Node == n1;                    | 1:11 (10): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF
          true                           | 1:5 (4): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          1                              | 1:2 (1): no match found, expected: ".", [ \\t\\r\\n] or [0-9]
          "x"                            | 1:4 (3): no match found, expected: [ \\t\\r\\n]
          Node["x"] y                    | 1:11 (10): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]
          Node.                          | 1:6 (5): no match found, expected: [a-zA-Z]
          Node.x.                        | 1:8 (7): no match found, expected: [a-zA-Z]
          Node[                          | 1:6 (5): rule "index": Invalid index
          Node[`x`                       | 1:9 (8): rule "index": Unclosed index expression
          Node[`x` ]                     | 1:11 (10): no match found, expected: "!=", ".", "==", "[" or [ \\t\\r\\n]
          Node[ `x` x                    | 1:11 (10): rule "index": Unclosed index expression
          Node == "\\d" x                | 1:9 (8): rule "string": invalid syntax
          Node == 9x or Node == 8x       | 1:10 (9): rule "number": Invalid number literal
          Node == "                      | 1:10 (9): rule "string": Unterminated string literal
          Node == `                      | 1:10 (9): rule "string": Unterminated string literal
          "x                             | 1:3 (2): rule "string": Unterminated string literal
          `x                             | 1:3 (2): rule "string": Unterminated string literal
          "\\q" in ServiceTags           | 1:1 (0): rule "string": invalid syntax
          "\\q" == x                     | 1:1 (0): rule "string": invalid syntax
          "x" in "y"                     | 1:8 (7): rule "match": Invalid selector
          x in y.9                       | 1:8 (7): no match found, expected: [a-zA-Z]
          Node == n1 or Node == "n2      | 1:26 (25): rule "string": Unterminated string literal
          Node == n1 or 9x in ServiceTags | 1:16 (15): rule "number": Invalid number literal
          not(Tags contains a)           | 1:4 (3): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          Meta.a-b == x                  | 1:7 (6): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          ""                             | 1:3 (2): no match found, expected: [ \\t\\r\\n]
          (Service == web                | 1:16 (15): rule "grouping": Unmatched parentheses
          (Service == web))              | 1:17 (16): no match found, expected: [ \\t\\r\\n] or EOF
          ((Service == web)              | 1:18 (17): rule "grouping": Unmatched parentheses
          ( Service == web and           | 1:18 (17): rule "grouping": Unmatched parentheses
          not x                          | 1:6 (5): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          x in                           | 1:5 (4): no match found, expected: [ \\t\\r\\n]
          x in 9                         | 1:6 (5): rule "match": Invalid selector
          x not in 9                     | 1:10 (9): rule "match": Invalid selector
          09 in Tags                     | 1:2 (1): rule "number": Invalid number literal
          9x in Tags                     | 1:2 (1): rule "number": Invalid number literal
          9. in Tags                     | 1:2 (1): rule "number": Invalid number literal
          -x in Tags                     | 1:2 (1): no match found, expected: "0" or [1-9]
          Meta[ == x                     | 1:7 (6): rule "index": Invalid index
          Meta[x] == x                   | 1:6 (5): rule "index": Invalid index
          Meta["x" == x                  | 1:10 (9): rule "index": Unclosed index expression
          Meta . env == prod             | 1:6 (5): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]
          Meta..env == prod              | 1:6 (5): no match found, expected: [a-zA-Z]
          Meta. == prod                  | 1:6 (5): no match found, expected: [a-zA-Z]
          .Meta == prod                  | 1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          /Meta/env == prod              | 1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          "/Meta/env" == prod            | 1:13 (12): no match found, expected: "in", "not" or [ \\t\\r\\n]
          _x == y                        | 1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          é == y                         | 1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]
          Service==web and(Port==80)     | 1:17 (16): no match found, expected: [ \\t\\r\\n]
          Service==web or(Port==80)      | 1:16 (15): no match found, expected: [ \\t\\r\\n]
          (Service==web)and Port==80     | 1:15 (14): no match found, expected: [ \\t\\r\\n] or EOF
          (Service==web) and(Port==80)   | 1:19 (18): no match found, expected: [ \\t\\r\\n]
          not(not Service==web)          | 1:4 (3): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]
          80 == Port                     | 1:4 (3): no match found, expected: "in", "not" or [ \\t\\r\\n]
          "web" == Service               | 1:7 (6): no match found, expected: "in", "not" or [ \\t\\r\\n]
          """)
  void whatIsNoExpressionIsRefused(String filter, String text) {
    assertText(filtered("catalog/service/none", filter), 500, PREFIX + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ServicePort != x                           | Failed to coerce value "x" for selector "ServicePort": strconv.ParseInt: parsing "x": invalid syntax
          ServicePort == 80.0                        | Failed to coerce value "80.0" for selector "ServicePort": strconv.ParseInt: parsing "80.0": invalid syntax
          ServicePort == 99999999999999999999        | Failed to coerce value "99999999999999999999" for selector "ServicePort": strconv.ParseInt: parsing "99999999999999999999": value out of range
          ServicePort == -9223372036854775809        | Failed to coerce value "-9223372036854775809" for selector "ServicePort": strconv.ParseInt: parsing "-9223372036854775809": value out of range
          ServicePort == ""                          | Failed to coerce value "" for selector "ServicePort": strconv.ParseInt: parsing "": invalid syntax
          ServicePort == "0x"                        | Failed to coerce value "0x" for selector "ServicePort": strconv.ParseInt: parsing "0x": invalid syntax
          ServicePort == "08"                        | Failed to coerce value "08" for selector "ServicePort": strconv.ParseInt: parsing "08": invalid syntax
          ServicePort == "80_"                       | Failed to coerce value "80_" for selector "ServicePort": strconv.ParseInt: parsing "80_": invalid syntax
          ServicePort == " 80"                       | Failed to coerce value " 80" for selector "ServicePort": strconv.ParseInt: parsing " 80": invalid syntax
          ServicePort == "x\\ny"                     | Failed to coerce value "x\\ny" for selector "ServicePort": strconv.ParseInt: parsing "x\\ny": invalid syntax
          ServicePort is empty                       | Invalid match operator "Is Empty" for selector "ServicePort"
          x in ServicePort                           | Invalid match operator "In" for selector "ServicePort"
          x not in ServicePort                       | Invalid match operator "Not In" for selector "ServicePort"
          ServicePort matches x                      | Invalid match operator "Matches" for selector "ServicePort"
          ServicePort not matches x                  | Invalid match operator "Not Matches" for selector "ServicePort"
          ServicePort is not empty                   | Invalid match operator "Is Not Empty" for selector "ServicePort"
          ServiceTags == x                           | Invalid match operator "Equal" for selector "ServiceTags"
          ServiceTags != x                           | Invalid match operator "Not Equal" for selector "ServiceTags"
          ServiceTags matches x                      | Invalid match operator "Matches" for selector "ServiceTags"
          Node is empty                              | Invalid match operator "Is Empty" for selector "Node"
          ServiceEnableTagOverride == nope           | Failed to coerce value "nope" for selector "ServiceEnableTagOverride": strconv.ParseBool: parsing "nope": invalid syntax
          ServiceEnableTagOverride contains x        | Invalid match operator "In" for selector "ServiceEnableTagOverride"
          ServiceMeta == x                           | Invalid match operator "Equal" for selector "ServiceMeta"
          ServiceMeta matches x                      | Invalid match operator "Matches" for selector "ServiceMeta"
          ServiceMeta.none is empty                  | Invalid match operator "Is Empty" for selector "ServiceMeta.none"
          ServiceMeta.env.x == y                     | Selector "ServiceMeta.env.x" is not valid
          ServiceMeta["a b"].x == y                  | Selector "ServiceMeta.a b.x" is not valid
          ServiceWeights == 3                        | Invalid match operator "Equal" for selector "ServiceWeights"
          ServiceWeights is empty                    | Invalid match operator "Is Empty" for selector "ServiceWeights"
          ServiceWeights.x == 3                      | Selector "ServiceWeights.x" is not valid
          ServiceTaggedAddresses.lan == x            | Invalid match operator "Equal" for selector "ServiceTaggedAddresses.lan"
          ServiceProxy == x                          | Invalid match operator "Equal" for selector "ServiceProxy"
          ServiceProxy.Config is empty               | Selector "ServiceProxy.Config" is not valid
          ServiceProxy.Expose.Paths == x             | Invalid match operator "Equal" for selector "ServiceProxy.Expose.Paths"
          ServiceProxy.Upstreams.Config is empty     | Selector "ServiceProxy.Upstreams.Config" is not valid
          ServiceConnect.SidecarService is empty     | Selector "ServiceConnect.SidecarService" is not valid
          ServiceTags.x == y                         | Selector "ServiceTags.x" is not valid
          Node["a.b"].c == x                         | Selector "Node.a.b" is not valid
          Unknown == 0                               | Selector "Unknown" is not valid
          node == x                                  | Selector "node" is not valid
          RaftIndex == 1                             | Selector "RaftIndex" is not valid
          not Foo == x                               | Selector "Foo" is not valid
          Node == n1 or Foo == x                     | Selector "Foo" is not valid
          Bar == x or Foo == x                       | Selector "Bar" is not valid
          Node == a and (Foo == x or Bar == y)       | Selector "Foo" is not valid
          Service in web                             | Selector "web" is not valid
          not == x                                   | Selector "not" is not valid
          in contains x                              | Selector "in" is not valid
          """)
  void whatDoesNotFitIsRefused(String filter, String text) {
    assertText(filtered("catalog/service/none", filter), 500, PREFIX + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          (        | missing closing ): `(`
          a)       | unexpected ): `a)`
          [a       | missing closing ]: `[a`
          *        | missing argument to repetition operator: `*`
          a**      | invalid nested repetition operator: `**`
          a{1001}  | invalid repeat count: `{1001}`
          [z-a]    | invalid character class range: `z-a`
          \\p{Foo} | invalid character class range: `\\p{Foo}`
          (?=n)    | invalid or unsupported Perl syntax: `(?=`
          (n)\\1   | invalid escape sequence: `\\1`
          a\\      | trailing backslash at end of expression: ``
          """)
  void aWrongRegularExpressionIsRefused(String expression, String text) {
    assertText(
        filtered("catalog/nodes", "Node matches `" + expression + "`"),
        500,
        PREFIX
            + "Failed to compile regular expression \""
            + expression.replace("\\", "\\\\")
            + "\": error parsing regexp: "
            + text);
  }

  @ParameterizedTest
  @CsvSource({
    "catalog/nodes, Port",
    "catalog/nodes, CreateIndex",
    "catalog/service/x, Port",
    "catalog/service/x, Meta",
    "catalog/service/x, Checks",
    "catalog/node/x, ServicePort",
    "catalog/node/x, Node",
    "catalog/node-services/x, ServicePort",
    "catalog/node-services/x, LocallyRegisteredAsSidecar",
    "health/node/x, CheckId",
    "health/checks/x, Definition",
    "health/state/any, Definition",
    "health/state/any, CreateIndex",
    "health/service/x, Status",
    "health/service/x, Checks.Definition",
    "health/service/x, Service.Proxy.Config",
    "agent/services, ServicePort",
    "agent/services, Proxy.Config",
    "agent/services, ServiceConnect",
  })
  void everyListHasItsFields(String path, String selector) {
    assertText(
        filtered(path, selector + " == x"),
        500,
        PREFIX + "Selector \"" + selector + "\" is not valid");
  }

  @Test
  void fieldsOfTheAgentsChecksAreLookedAtWithTheFirstCheck() {
    registered("'Check':{'TTL':'1h'}");

    assertText(filtered("agent/checks", "Port == 1"), 500, "Selector \"Port\" is not valid");
    assertText(
        filtered("agent/checks", "Name is empty"),
        500,
        "Invalid match operator \"Is Empty\" for selector \"Name\"");
    assertText(
        filtered("agent/checks", "Name"),
        500,
        PREFIX
            + "1:5 (4): no match found, expected: \"!=\", \".\", \"==\", \"[\", [ \\t\\r\\n] or"
            + " [a-zA-Z0-9_]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"catalog/nodes", "catalog/node/x", "health/checks/x", "health/state/any"})
  void aRefusalHasNoIndexToWaitFor(String path) {
    assertHasNoIndexToWaitFor(filtered(path, "x"));
  }

  @Test
  @OnConsul(ConsulProfile.V1_8)
  void norHasOneOfAServicesHealth() {
    assertHasNoIndexToWaitFor(filtered("health/service/x", "x"));
  }

  private static void assertHasNoIndexToWaitFor(Answer answer) {
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.index()).isEqualTo(1);
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("false");
  }

  @ParameterizedTest
  @CsvSource({
    "catalog/nodes?index=x, 400, Invalid index",
    "catalog/nodes?dc=dc9, 500, No path to datacenter",
    "catalog/service/, 400, Missing service name",
    "catalog/node/, 400, Missing node name",
    "health/state/, 400, Missing check state",
    "health/service/x?dc=dc9&passing=x, 500, No path to datacenter",
  })
  void whatElseIsWrongIsSaidBefore(String path, int status, String text) {
    assertText(filtered(path, "x =="), status, text);
  }

  @Test
  void whatIsPassingIsLookedAtAfterwards() {
    assertThat(filtered("health/service/x?passing=x", "x == y").text())
        .isEqualTo(PREFIX + "Selector \"x\" is not valid");
  }

  @Test
  void whatIsWrongIsFoundByLineColumnAndByte() {
    String expected = ": no match found, expected: \"and\", \"or\", [ \\t\\r\\n] or EOF";

    assertText(filtered("catalog/nodes", "Node == \n x y"), 500, PREFIX + "2:4 (12)" + expected);
    assertText(filtered("catalog/nodes", "Node == \"é\" x"), 500, PREFIX + "1:13 (13)" + expected);
    assertText(
        filtered("catalog/nodes", "Node == \"a\nb\""),
        500,
        PREFIX + "1:9 (8): rule \"string\": invalid syntax");
    assertText(
        filtered("catalog/nodes", "Node == `a\n"),
        500,
        PREFIX + "2:1 (11): rule \"string\": Unterminated string literal");
  }
}
