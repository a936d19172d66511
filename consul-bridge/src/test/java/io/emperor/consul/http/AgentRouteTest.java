package io.emperor.consul.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.KeyValue;
import io.emperor.api.Watch;
import io.emperor.consul.Await;
import io.emperor.consul.ScriptedAgent;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.Unmetered;
import io.emperor.consul.app.ContinuousReads;
import io.emperor.consul.app.EntryAt;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which agent live queries ask, and what the route hears of it. */
class AgentRouteTest {

  private final ScriptedAgent one = new ScriptedAgent();
  private final ScriptedAgent two = new ScriptedAgent();
  private final TwoAgents route = new TwoAgents();
  private final ContinuousReads continuous =
      new ContinuousReads(AgentSettings.of(one.address()), route, Unmetered.by(System::nanoTime));
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** Leads to the other agent after every failure. */
  private final class TwoAgents implements AgentRoute {
    private final List<AgentAddress> failed = new CopyOnWriteArrayList<>();

    @Override
    public List<AgentAddress> candidates() {
      return List.of(failed.size() % 2 == 0 ? one.address() : two.address());
    }

    @Override
    public void failed(AgentAddress agent, IOException why) {
      failed.add(agent);
    }
  }

  @AfterEach
  void close() {
    continuous.close();
    one.close();
    two.close();
  }

  private Watch watch() {
    Consumer<Optional<KeyValue>> listener =
        entry -> told.add(entry.map(KeyValue::text).orElse("none"));
    return continuous.watches("demo").begin(new EntryAt("k", null), listener, Runnable::run);
  }

  @Test
  void afterAFailureTheNextAgentIsAsked() {
    two.says(Said.value("10", "two"));
    try (Watch watch = watch()) {
      Await.until("the first answers", () -> told.equals(List.of("first")));
      one.close();
      Await.until("the second answers", () -> told.equals(List.of("first", "two")));
      assertThat(route.failed).containsExactly(one.address());
      two.says(Said.failing(500, ""));
      Await.until("the route hears of it", () -> route.failed.contains(two.address()));
      assertThat(watch.age()).isPositive();
    }
  }

  @Test
  void anAgentWithTooManyConnectionsIsPassedOver() {
    one.says(Said.failing(429, "too many"));
    two.says(Said.value("10", "two"));
    try (Watch watch = watch()) {
      Await.until("the second answers", () -> told.equals(List.of("two")));
      assertThat(watch.age()).isPositive();
    }
  }

  @Test
  void whatAnotherAgentWouldSayTooIsNoFailureOfTheAgent() {
    one.says(Said.failing(403, "Permission denied"));
    try (Watch watch = watch()) {
      Await.until("it is asked again", () -> one.seen().size() > 2);
      one.says(Said.value("10", "first"));
      Await.until("it answers", () -> told.equals(List.of("first")));
      assertThat(watch.age()).isPositive();
    }
    assertThat(route.failed).isEmpty();
    assertThat(two.seen()).isEmpty();
  }
}
