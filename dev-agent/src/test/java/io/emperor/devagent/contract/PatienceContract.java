package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.devagent.base.ConsulProfile;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that nobody renews, delays and waits. These cases take long, beside each other. */
@Execution(ExecutionMode.CONCURRENT)
abstract class PatienceContract extends Contract {

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private boolean lives(String session) {
    return !good(agent.get("/v1/session/info/" + session)).isEmpty();
  }

  @Test
  void aSessionEndsBetweenOnceAndTwiceItsTtlUnlessItIsRenewed() {
    String key = "/v1/kv/" + unique("key");
    String renewed = session("'TTL':'10s'");
    String immortal = session("");
    String deleting = session("'TTL':'10s','Behavior':'delete'");
    String releasing = session("'TTL':'10s'");
    long start = System.nanoTime();
    agent.put(key + "/deleted?acquire=" + deleting, "v");
    agent.put(key + "/released?acquire=" + releasing, "v");

    Await.within(
        Duration.ofSeconds(25),
        "both sessions end",
        () -> {
          agent.put("/v1/session/renew/" + renewed);
          return !lives(deleting) && !lives(releasing);
        });

    assertThat(since(start)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(25));
    assertThat(lives(renewed)).isTrue();
    assertThat(lives(immortal)).isTrue();
    assertThat(agent.get(key + "/deleted").status()).isEqualTo(404);
    assertThat(good(agent.get(key + "/released")).get(0).has("Session")).isFalse();
    assertThat(agent.put("/v1/session/renew/" + releasing).status()).isEqualTo(404);
  }

  @Test
  void aDelayedKeyIsFreeAfterItsDelay() {
    String key = "/v1/kv/" + unique("key");
    String first = session("'LockDelay':'1s'");
    String second = session("");
    agent.put(key + "?acquire=" + first, "v");
    agent.put("/v1/session/destroy/" + first);
    long start = System.nanoTime();

    Await.until(
        "the key is free", () -> good(agent.put(key + "?acquire=" + second, "v")).asBoolean());

    assertThat(since(start)).isBetween(Duration.ofMillis(800), Duration.ofSeconds(5));
  }

  @Test
  void aPlainPutIsNotDelayed() {
    String key = "/v1/kv/" + unique("key");
    String session = session("'LockDelay':'60s'");
    agent.put(key + "?acquire=" + session, "v");
    agent.put("/v1/session/destroy/" + session);

    assertTrue(agent.put(key, "plain"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kv/KEY",
        "kv/KEY?recurse",
        "kv/KEY?keys",
        "health/service/KEY",
        "catalog/service/KEY"
      })
  void aWaitWithoutAChangeEndsAfterItsTimeAndASixteenth(String pattern) throws Exception {
    String name = unique("still");
    assertTrue(agent.put("/v1/kv/" + name, "v"));
    agent.put(
        "/v1/catalog/register",
        json("{'Node':'$','Address':'1','Service':{'Service':'$'}}", unique("node"), name));
    String path = "/v1/" + pattern.replace("KEY", name);
    Answer before = agent.get(path);
    long start = System.nanoTime();

    Answer answer =
        agent
            .getLater(path + (path.contains("?") ? "&" : "?") + "wait=1s&index=" + before.index())
            .get(10, TimeUnit.SECONDS);

    assertThat(since(start)).isBetween(Duration.ofMillis(950), Duration.ofSeconds(5));
    assertThat(answer.json()).isEqualTo(before.json());
    assertThat(answer.index()).isEqualTo(before.index());
    boolean streamed =
        agent.profile() == ConsulProfile.MODERN && pattern.startsWith("health/service");
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo(streamed ? "false" : "true");
  }

  @Test
  void aSessionThatIsDestroyedIsNotHeardOfAgain() throws Exception {
    String session = session("'TTL':'10s'");
    agent.put("/v1/session/destroy/" + session);

    Await.holdsFor(Duration.ofSeconds(1), "it stays away", () -> !lives(session));
  }
}
