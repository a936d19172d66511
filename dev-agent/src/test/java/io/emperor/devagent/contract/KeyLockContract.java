package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/kv} with {@code acquire} and {@code release}: locks. */
abstract class KeyLockContract extends Contract {

  private final String key = "/v1/kv/" + unique("lock");

  private JsonNode entry() {
    return good(agent.get(key)).get(0);
  }

  private String acquire(String session) {
    return key + "?acquire=" + session;
  }

  private String release(String session) {
    return key + "?release=" + session;
  }

  @Test
  void aFreshKeyIsAcquired() {
    String session = session("");

    assertTrue(agent.put(acquire(session), "mine"));

    assertThat(entry().get("Session").asText()).isEqualTo(session);
    assertThat(entry().get("LockIndex").asInt()).isEqualTo(1);
    assertThat(entry().get("Value").asText()).isEqualTo("bWluZQ==");
  }

  @Test
  void anExistingKeyIsAcquired() {
    agent.put(key, "before");
    long created = entry().get("CreateIndex").asLong();
    String session = session("");

    assertTrue(agent.put(acquire(session), "mine"));

    assertThat(entry().get("Session").asText()).isEqualTo(session);
    assertThat(entry().get("CreateIndex").asLong()).isEqualTo(created);
  }

  @Test
  void aKeyThatNobodyHoldsNamesNoSession() {
    agent.put(key, "v");

    assertThat(entry().has("Session")).isFalse();
  }

  @Test
  void anotherSessionDoesNotGetAHeldKey() {
    String holder = session("");
    agent.put(acquire(holder), "mine");

    assertFalse(agent.put(acquire(session("")), "other"));

    assertThat(entry().get("Session").asText()).isEqualTo(holder);
    assertThat(entry().get("Value").asText()).isEqualTo("bWluZQ==");
  }

  @Test
  void theHolderMayAcquireAgainAndTheLockIndexStays() {
    String session = session("");
    agent.put(acquire(session), "one");

    assertTrue(agent.put(acquire(session), "two"));

    assertThat(entry().get("LockIndex").asInt()).isEqualTo(1);
    assertThat(agent.get(key + "?raw").text()).isEqualTo("two");
  }

  @Test
  void theHolderReleasesWithANewValue() {
    String session = session("");
    agent.put(acquire(session), "mine");

    assertTrue(agent.put(release(session), "free"));

    assertThat(entry().has("Session")).isFalse();
    assertThat(entry().get("LockIndex").asInt()).isEqualTo(1);
    assertThat(agent.get(key + "?raw").text()).isEqualTo("free");
  }

  @Test
  void anotherSessionDoesNotRelease() {
    String holder = session("");
    agent.put(acquire(holder), "mine");

    assertFalse(agent.put(release(session("")), "free"));

    assertThat(entry().get("Session").asText()).isEqualTo(holder);
  }

  @Test
  void releasingTwiceIsFalse() {
    String session = session("");
    agent.put(acquire(session), "mine");
    agent.put(release(session), "free");

    assertFalse(agent.put(release(session), "again"));
  }

  @Test
  void theLockIndexCountsAcquisitions() {
    String first = session("");
    String second = session("");
    agent.put(acquire(first), "v");
    agent.put(release(first), "v");

    assertTrue(agent.put(acquire(second), "v"));

    assertThat(entry().get("LockIndex").asInt()).isEqualTo(2);
    assertThat(entry().get("Session").asText()).isEqualTo(second);
  }

  @Test
  void aPlainPutGoesThroughALockAndLosesTheLockIndex() {
    String session = session("");
    agent.put(acquire(session), "mine");

    assertTrue(agent.put(key, "plain"));

    assertThat(entry().get("Session").asText()).isEqualTo(session);
    assertThat(entry().get("LockIndex").asInt()).isZero();
    assertThat(agent.get(key + "?raw").text()).isEqualTo("plain");
  }

  @Test
  void deletingAHeldKeyEndsTheLockAndNotTheSession() {
    String session = session("");
    agent.put(acquire(session), "mine");

    assertTrue(agent.delete(key));

    assertThat(good(agent.get("/v1/session/info/" + session))).hasSize(1);
    assertTrue(agent.put(acquire(session("")), "other"));
  }

  @Test
  void flagsComeWithAnAcquisition() {
    assertTrue(agent.put(acquire(session("")) + "&flags=5", "v"));

    assertThat(entry().get("Flags").asInt()).isEqualTo(5);
  }

  @Test
  void oneSessionMayHoldManyKeys() {
    String session = session("");

    assertTrue(agent.put(key + "/1?acquire=" + session, "v"));
    assertTrue(agent.put(key + "/2?acquire=" + session, "v"));

    assertThat(each(good(agent.get(key + "?recurse")), "Session"))
        .containsExactly(session, session);
  }

  @Test
  void aDestroyedSessionReleasesItsKeysAndLeavesTheirValues() {
    String session = session("");
    agent.put(acquire(session), "mine");
    long before = entry().get("ModifyIndex").asLong();

    assertTrue(agent.put("/v1/session/destroy/" + session));

    assertThat(entry().has("Session")).isFalse();
    assertThat(entry().get("LockIndex").asInt()).isEqualTo(1);
    assertThat(entry().get("ModifyIndex").asLong()).isGreaterThan(before);
    assertThat(agent.get(key + "?raw").text()).isEqualTo("mine");
  }

  @Test
  void aDestroyedSessionThatDeletesTakesItsKeysAlong() {
    String session = session("'Behavior':'delete'");
    agent.put(acquire(session), "mine");
    agent.put(key + "/not-held", "v");

    agent.put("/v1/session/destroy/" + session);

    assertThat(agent.get(key).status()).isEqualTo(404);
    assertThat(agent.get(key + "/not-held").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"release", "delete"})
  void aReleasedKeyStaysWhenItsSessionEnds(String behavior) {
    String session = session("'Behavior':'$'", behavior);
    agent.put(acquire(session), "mine");
    agent.put(release(session), "free");

    agent.put("/v1/session/destroy/" + session);

    assertThat(agent.get(key + "?raw").text()).isEqualTo("free");
  }

  @Test
  void aKeyOfADestroyedSessionIsDelayed() {
    String session = session("");
    agent.put(acquire(session), "mine");
    agent.put("/v1/session/destroy/" + session);

    assertFalse(agent.put(acquire(session("")), "next"));
  }

  @Test
  void withoutADelayTheKeyIsFreeAtOnce() {
    String session = session("'LockDelay':'0s'");
    agent.put(acquire(session), "mine");
    agent.put("/v1/session/destroy/" + session);

    assertTrue(agent.put(acquire(session("")), "next"));
  }

  @Test
  void aReleasedKeyIsNotDelayed() {
    String session = session("");
    agent.put(acquire(session), "mine");
    agent.put(release(session), "free");

    assertTrue(agent.put(acquire(session("")), "next"));
  }

  @Test
  void aDestroyedSessionAcquiresNothing() {
    String session = session("");
    agent.put("/v1/session/destroy/" + session);

    assertText(agent.put(acquire(session), "v"), 500, "invalid session \"" + session + "\"");
  }
}
