package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/event}: firing and listing. */
abstract class EventContract extends Contract {

  private final String name = unique("event");

  private JsonNode listed(int count) {
    String path = "/v1/event/list?name=" + name;
    Await.until(count + " events are listed", () -> good(agent.get(path)).size() == count);
    return good(agent.get(path));
  }

  @Test
  void aFiredEventIsAnswered() {
    JsonNode event = good(agent.put("/v1/event/fire/" + name, "hello"));

    assertThat(event)
        .isEqualTo(
            tree(
                "{'ID':'$','Name':'$','Payload':'aGVsbG8=','NodeFilter':'','ServiceFilter':'',"
                    + "'TagFilter':'','Version':1,'LTime':0}",
                event.get("ID").asText(),
                name));
    assertThat(event.get("ID").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  @Test
  void anEventMayBeEmpty() {
    assertThat(good(agent.put("/v1/event/fire/" + name)).get("Payload").isNull()).isTrue();
  }

  @Test
  void aFiredEventIsListedWithItsTime() {
    JsonNode fired = good(agent.put("/v1/event/fire/" + name, "hello"));

    JsonNode event = listed(1).get(0);

    assertThat(event.get("ID")).isEqualTo(fired.get("ID"));
    assertThat(event.get("Payload").asText()).isEqualTo("aGVsbG8=");
    assertThat(event.get("LTime").asLong()).isPositive();
  }

  @Test
  void theListOfAllEventsHoldsIt() {
    agent.put("/v1/event/fire/" + name, "hello");
    listed(1);

    assertThat(each(good(agent.get("/v1/event/list")), "Name")).contains(name);
  }

  @Test
  void eventsAreListedInTheirOrder() {
    agent.put("/v1/event/fire/" + name, "1");
    listed(1);
    agent.put("/v1/event/fire/" + name, "2");

    assertThat(each(listed(2), "Payload")).containsExactly("MQ==", "Mg==");
  }

  @Test
  void anUnknownNameHasNoEvents() {
    Answer answer = agent.get("/v1/event/list?name=" + name);

    assertThat(good(answer)).isEqualTo(tree("[]"));
    assertThat(answer.header("X-Consul-Index")).isEqualTo("1");
  }

  @Test
  void theIndexIsMadeOfTheLastId() {
    agent.put("/v1/event/fire/" + name, "1");
    listed(1);
    String first = agent.get("/v1/event/list?name=" + name).header("X-Consul-Index");
    agent.put("/v1/event/fire/" + name, "2");
    String id = listed(2).at("/1/ID").asText().replace("-", "");
    String second = agent.get("/v1/event/list?name=" + name).header("X-Consul-Index");

    long expected =
        Long.parseUnsignedLong(id.substring(0, 16), 16)
            ^ Long.parseUnsignedLong(id.substring(16), 16);
    assertThat(second).isNotEqualTo(first).isEqualTo(Long.toUnsignedString(expected));
  }

  @Test
  void theFiltersAreAnswered() {
    JsonNode event =
        good(agent.put("/v1/event/fire/" + name + "?node=no-.*&service=web&tag=v[12]"));

    assertThat(event.get("NodeFilter").asText()).isEqualTo("no-.*");
    assertThat(event.get("ServiceFilter").asText()).isEqualTo("web");
    assertThat(event.get("TagFilter").asText()).isEqualTo("v[12]");
  }

  @Test
  void anEventForAnotherNodeIsNotListed() {
    agent.put("/v1/event/fire/" + name + "?node=elsewhere", "not here");
    agent.put("/v1/event/fire/" + name + "?node=" + agent.node(), "here");

    assertThat(each(listed(1), "Payload")).containsExactly("aGVyZQ==");
  }

  @Test
  void anEventForAServiceIsListedWhereTheServiceIs() {
    String service = registered("'Tags':['v1']");
    agent.put("/v1/event/fire/" + name + "?service=no-such", "no");
    agent.put("/v1/event/fire/" + name + "?service=" + service + "&tag=v9", "no");
    agent.put("/v1/event/fire/" + name + "?service=" + service + "&tag=v1", "yes");

    assertThat(each(listed(1), "Payload")).containsExactly("eWVz");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?tag=t     | Cannot provide tag filter without service filter
          ?node=(    | Invalid node filter: error parsing regexp: missing closing ): `(`
          ?service=( | Invalid service filter: error parsing regexp: missing closing ): `(`
          ?service=a&tag=( | Invalid tag filter: error parsing regexp: missing closing ): `(`
          """)
  void aWrongFilterIsRefused(String query, String text) {
    assertText(agent.put("/v1/event/fire/" + name + query), 500, text);
  }

  @Test
  void anEventNeedsAName() {
    assertText(agent.put("/v1/event/fire/"), 400, "Missing name");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void anEventIsSmall() {
    assertText(
        agent.put("/v1/event/fire/" + name, "x".repeat(600)),
        500,
        "1 error occurred:\n\t* error broadcasting event to segment \"\":"
            + " user event exceeds configured limit of 512 bytes before encoding\n\n");
    assertThat(good(agent.get("/v1/event/list?name=" + name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"?index=x, Invalid index", "?wait=x, Invalid wait time"})
  void aWrongQueryIsRefused(String query, String text) {
    assertText(agent.get("/v1/event/list" + query), 400, text);
  }
}
