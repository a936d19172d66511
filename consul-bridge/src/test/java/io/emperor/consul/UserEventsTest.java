package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that apps publish and hear, over a real agent. */
@Tag("agent")
class UserEventsTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<UserEvent> heard = new LinkedBlockingQueue<>();
  private ConsulAgentProcess agent;
  private ConsulBridge bridge;
  private AppConsul consul;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse(agent.httpAddress())),
            "test",
            false,
            new SimpleMeterRegistry());
    consul = bridge.appConsul("app");
    consul.runCallbacksOn(threads);
  }

  @AfterEach
  void stop() {
    consul.close();
    bridge.close();
    agent.close();
    threads.shutdownNow();
  }

  private UserEvent next() throws InterruptedException {
    UserEvent event = heard.poll(10, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  @Test
  void whatIsPublishedFromNowOnIsHeardOnceAndNothingOlder() throws Exception {
    String unused = consul.publish("deploy", "old");
    Watch watch = consul.watchEvent("deploy", heard::add);
    String other = consul.publish("other", "none of it");
    String id = consul.publish("deploy", "ä 2");
    UserEvent event = next();
    assertThat(event.id()).isEqualTo(id).isNotEqualTo(other);
    assertThat(event.name()).isEqualTo("deploy");
    assertThat(event.text()).isEqualTo("ä 2");
    assertThat(event.ltime()).isPositive();
    String bytes = consul.publish("deploy", new byte[] {0, -1, 10});
    event = next();
    assertThat(event.id()).isEqualTo(bytes);
    assertThat(event.payload()).containsExactly(0, -1, 10);
    watch.close();
    String after = consul.publish("deploy", "");
    Watch second = consul.watchEvent("deploy", heard::add);
    String last = consul.publish("deploy", new byte[0]);
    assertThat(next().id()).isEqualTo(last).isNotEqualTo(after);
    second.close();
    assertThat(heard).isEmpty();
  }

  @Test
  void fiftyAtOnceAreAllHeard() throws Exception {
    Watch watch = consul.watchEvent("many", heard::add);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sent.add(consul.publish("many", Integer.toString(i)));
    }
    List<String> got = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      got.add(next().id());
    }
    assertThat(got).containsExactlyInAnyOrderElementsOf(sent);
    watch.close();
  }

  @Test
  void aListenerThatThrowsHearsTheNextOne() throws Exception {
    Watch watch =
        consul.watchEvent(
            "fails",
            event -> {
              heard.add(event);
              throw new IllegalStateException("no");
            });
    String unused = consul.publish("fails", "1");
    assertThat(next().text()).isEqualTo("1");
    String unusedToo = consul.publish("fails", "2");
    assertThat(next().text()).isEqualTo("2");
    watch.close();
  }

  @Test
  void anAgentThatStartsAnewIsHeardAgain() throws Exception {
    Watch watch = consul.watchEvent("again", heard::add);
    String unused = consul.publish("again", "before");
    assertThat(next().text()).isEqualTo("before");
    agent.restart();
    Await.until(
        "an event is heard after the restart",
        () -> {
          try {
            String unusedId = consul.publish("again", "after");
          } catch (ConsulException e) {
            return false;
          }
          return !heard.isEmpty();
        });
    assertThat(next().text()).isEqualTo("after");
    watch.close();
  }

  @Test
  void whatIsTooLargeIsRefusedWithTheBytesThatAreTooMany() {
    assertThatThrownBy(() -> consul.publish("big", new byte[510]))
        .isInstanceOfSatisfying(
            ConsulException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.INVALID);
              assertThat(failure.applied()).isEqualTo(Applied.NO);
              assertThat(failure).hasMessageContaining("1 bytes more than the 512");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a//b", "../kv", "a\nb", "\u0000", "\ud800"})
  void aNameThatCantBeOneIsInvalid(String name) {
    assertThatThrownBy(() -> consul.publish(name, "x"))
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.INVALID));
    assertThatThrownBy(() -> consul.watchEvent(name, heard::add))
        .isInstanceOf(ConsulException.class);
  }

  @Test
  void whatTheAgentFindsTooLargeIsInvalidToo() {
    assertThatThrownBy(() -> consul.publish("big", new byte[500]))
        .isInstanceOfSatisfying(
            ConsulException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.INVALID);
              assertThat(failure).hasMessageContaining("failed: Consul says");
            });
  }
}
