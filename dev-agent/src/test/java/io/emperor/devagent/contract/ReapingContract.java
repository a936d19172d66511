package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code DeregisterCriticalServiceAfter}, whose least time is a minute. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
abstract class ReapingContract extends Contract {

  @Test
  void aServiceThatStaysCriticalIsDeregisteredAfterAMinuteAtLeast() {
    String reaped = registered("'Check':{'TTL':'1s','DeregisterCriticalServiceAfter':'1s'}");
    String later = registered("'Check':{'TTL':'1s','DeregisterCriticalServiceAfter':'1h'}");
    String never = registered("'Check':{'TTL':'1s'}");
    String passing =
        registered("'Check':{'TTL':'1h','DeregisterCriticalServiceAfter':'1s','Status':'passing'}");
    long start = System.nanoTime();

    Await.within(
        Duration.ofMinutes(2),
        "the critical service is deregistered",
        () -> !good(agent.get("/v1/agent/services")).has(reaped));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(58));
    assertThat(good(agent.get("/v1/agent/services")).fieldNames())
        .toIterable()
        .contains(later, never, passing);
    assertThat(good(agent.get("/v1/agent/checks")).has("service:" + reaped)).isFalse();
    Await.until(
        "gone from the catalog", () -> good(agent.get("/v1/catalog/service/" + reaped)).isEmpty());
  }
}
