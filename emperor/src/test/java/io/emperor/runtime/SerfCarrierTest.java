package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.serf.SerfAgentProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events of apps over two real serf agents; there is no Consul. */
@Timeout(120)
class SerfCarrierTest {

  private static final String KEY = "c2VjcmV0";

  @TempDir Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<UserEvent> heard = new LinkedBlockingQueue<>();
  private SerfAgentProcess near;
  private SerfAgentProcess far;
  private SerfCarrier carrier;
  private ConsulBridge bridge;
  private AppConsul consul;

  @BeforeEach
  void start() {
    near = SerfAgentProcess.start(directory, "near", Map.of(), KEY);
    far = SerfAgentProcess.start(directory, "far", Map.of(), KEY, near);
    carrier = SerfCarrier.of(new SerfCarrier(near.address(), KEY).words()).orElseThrow();
    bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse("127.0.0.1:1")),
            "test",
            false,
            new SimpleMeterRegistry());
    bridge.events().carryAppsBy(carrier);
    consul = bridge.appConsul("app");
    consul.runCallbacksOn(threads);
  }

  @AfterEach
  void stop() {
    consul.close();
    bridge.close();
    carrier.close();
    near.close();
    far.close();
    threads.shutdownNow();
  }

  /** The follower subscribes in the background: publishes until it hears. */
  private void isListening(String name) {
    Await.until(
        "it listens",
        () -> {
          assertThat(consul.publish(name, "are you there")).isEmpty();
          return !heard.isEmpty();
        });
    Await.until(
        "all of that is heard",
        () -> {
          String unused = consul.publish(name, "over");
          return heard.stream().anyMatch(event -> event.text().equals("over"));
        });
  }

  private UserEvent next(String text) throws InterruptedException {
    UserEvent event = heard.poll(20, TimeUnit.SECONDS);
    while (event != null && !event.text().equals(text)) {
      event = heard.poll(20, TimeUnit.SECONDS);
    }
    assertThat(event).isNotNull();
    return event;
  }

  @Test
  void eventsOfAnyAgentAreHeardAndPublishedOnesReachAll() throws Exception {
    Watch watch = consul.watchEvent("deploy", heard::add);
    isListening("deploy");

    String unused = far.run(KEY, "event", "-coalesce=false", "deploy", "from far");
    UserEvent event = next("from far");
    assertThat(event.name()).isEqualTo("deploy");
    assertThat(event.id()).isEmpty();
    assertThat(event.ltime()).isPositive();

    unused = consul.publish("deploy", "ä");
    assertThat(next("ä").payload()).hasSize(2);

    watch.close();
    assertThat(watch.age()).isZero();
  }

  @Test
  void aListenerThatThrowsHearsTheNextAndNoOtherNames() throws Exception {
    Watch watch =
        consul.watchEvent(
            "fails",
            event -> {
              heard.add(event);
              throw new IllegalStateException("no");
            });
    isListening("fails");
    String unused = consul.publish("other", "x");
    unused = consul.publish("fails", "last");
    assertThat(next("last").name()).isEqualTo("fails");
    watch.close();
  }

  @Test
  void whatCanNotBePublishedSaysWhy() {
    assertThatThrownBy(() -> consul.publish("big", new byte[505]))
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.INVALID));
    near.kill();
    assertThatThrownBy(() -> consul.publish("deploy", "x"))
        .isInstanceOfSatisfying(
            ConsulException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(failure).hasMessageContaining(near.address().toString());
              assertThat(failure.getMessage()).doesNotContain(KEY);
            });
  }
}
