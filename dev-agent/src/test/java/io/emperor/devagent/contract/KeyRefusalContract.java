package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/kv}: what it does not take, and how it says so. */
abstract class KeyRefusalContract extends Contract {

  private final String key = "/v1/kv/" + unique("refused");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT    | ?flags=x             | 500 | strconv.ParseUint: parsing "x": invalid syntax
          PUT    | ?flags=-1            | 500 | strconv.ParseUint: parsing "-1": invalid syntax
          PUT    | ?flags=1.5           | 500 | strconv.ParseUint: parsing "1.5": invalid syntax
          PUT    | ?flags=18446744073709551616 | 500 | strconv.ParseUint: parsing "18446744073709551616": value out of range
          PUT    | ?cas=x               | 500 | strconv.ParseUint: parsing "x": invalid syntax
          PUT    | ?cas=                | 500 | strconv.ParseUint: parsing "": invalid syntax
          PUT    | ?cas=-1              | 500 | strconv.ParseUint: parsing "-1": invalid syntax
          PUT    | ?acquire=            | 500 | missing session
          PUT    | ?release=            | 500 | missing session
          PUT    | ?acquire=short       | 500 | failed session lookup: index error: UUID must be 36 characters
          PUT    | ?acquire=11111111-1111-1111-1111-111111111111 | 500 | invalid session "11111111-1111-1111-1111-111111111111"
          PUT    | ?cas=1&acquire=x     | 400 | Conflicting flags: acquire=x&cas=1
          PUT    | ?cas=1&release=x     | 400 | Conflicting flags: cas=1&release=x
          PUT    | ?release=x&acquire=1 | 400 | Conflicting flags: acquire=1&release=x
          PUT    | ?stale&consistent    | 400 | Cannot specify ?stale with ?consistent, conflicting semantics.
          DELETE | ?cas=x               | 500 | strconv.ParseUint: parsing "x": invalid syntax
          DELETE | ?cas=                | 500 | strconv.ParseUint: parsing "": invalid syntax
          DELETE | ?recurse&cas=1       | 400 | Conflicting flags: cas=1&recurse=
          GET    | ?stale&consistent    | 400 | Cannot specify ?stale with ?consistent, conflicting semantics.
          GET    | ?index=x             | 400 | Invalid index
          GET    | ?index=-1            | 400 | Invalid index
          GET    | ?index=1.5           | 400 | Invalid index
          GET    | ?index=18446744073709551616 | 400 | Invalid index
          GET    | ?wait=x              | 400 | Invalid wait time
          GET    | ?wait=5              | 400 | Invalid wait time
          GET    | ?wait=5d             | 400 | Invalid wait time
          """)
  void aWrongQueryIsRefused(String method, String query, int status, String text) {
    assertText(agent.send(method, key + query, ""), status, text);
    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void aKeyIsNeeded(String method) {
    assertText(agent.send(method, "/v1/kv/", ""), 400, "Missing key name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "%07", "%0A", "%7F", "%E2%80%8B"})
  void aKeyIsPrintable(String character) {
    Answer answer = agent.put(key + character, "v");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void releasingWithASessionThatDoesNotHoldTheKeyIsFalse() {
    agent.put(key, "v");

    assertFalse(agent.put(key + "?release=no-session", "v"));
    assertFalse(agent.put(key + "?release=11111111-1111-1111-1111-111111111111", "v"));
    agent.delete(key);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/kv, /v1/kv/",
    "/v1/kv/a//b, /v1/kv/a/b",
    "/v1/kv//a, /v1/kv/a",
    "/v1/kv/a/../b, /v1/kv/b",
    "/v1/kv/a/./b, /v1/kv/a/b",
  })
  void aPathThatIsNotCleanIsMoved(String path, String location) {
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      Answer answer = agent.send(method, path, "");

      assertThat(answer.status()).isEqualTo(301);
      assertThat(answer.header("Location")).isEqualTo(location);
    }
  }
}
