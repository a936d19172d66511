package io.emperor.consul.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ScriptedAgent;
import io.emperor.consul.Unmetered;
import io.emperor.consul.settings.AgentSettings;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import java.util.concurrent.FutureTask;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose the threads are that an app's call needs. */
@Tag("jdk")
class ClientThreadsTest {

  private final ScriptedAgent agent = new ScriptedAgent();
  private final AgentHttp http =
      AgentHttp.sessions(
          AgentSettings.of(agent.address()),
          AgentRoute.only(agent.address()),
          Unmetered.by(System::nanoTime));

  @AfterEach
  void close() {
    http.close();
    agent.close();
  }

  @Test
  void areNotTheApps() throws Exception {
    agent.says(ScriptedAgent.Said.value("1", "shown"));
    ThreadGroup app = new ThreadGroup("app");
    try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
      HttpUrl key = http.url("v1", "kv", "k").build();
      FutureTask<byte[]> call = new FutureTask<>(() -> http.read("k", key, body -> body));
      Thread caller = new Thread(app, call);
      caller.setContextClassLoader(loader);
      caller.start();
      assertThat(call.get()).isNotEmpty();
      caller.join();

      Set<Thread> all = Thread.getAllStackTraces().keySet();
      assertThat(all).extracting(Thread::getThreadGroup).doesNotContain(app);
      assertThat(all).extracting(Thread::getContextClassLoader).doesNotContain(loader);
      assertThat(all)
          .extracting(Thread::getName)
          .anyMatch(name -> name.startsWith("consul-connections-"))
          .anyMatch("Okio Watchdog"::equals);
    }
  }
}
