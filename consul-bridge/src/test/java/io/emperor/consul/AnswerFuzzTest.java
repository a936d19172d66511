package io.emperor.consul;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.emperor.consul.app.EntriesBelow;
import io.emperor.consul.app.EntryAt;
import io.emperor.consul.app.InstancesOf;
import io.emperor.consul.app.ServicesIn;
import io.emperor.consul.registration.AgentServices;
import io.emperor.consul.session.Sessions;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.List;

/** Whatever an agent answers, it is read or it can't be. */
class AnswerFuzzTest {

  private static final List<Query<?>> QUESTIONS =
      List.of(
          new ServicesIn(null),
          new InstancesOf(null, "web", null),
          new EntryAt("a", null),
          new EntriesBelow("a"));

  @FuzzTest(maxDuration = "30s")
  void isReadOrCannotBe(byte[] answer) {
    for (Query<?> query : QUESTIONS) {
      read(() -> query.read(answer));
    }
    read(() -> Sessions.sessions(answer));
    read(() -> AgentServices.services(answer));
    read(() -> AgentServices.checks(answer));
  }

  private interface Reading {
    Object read() throws IOException;
  }

  private static void read(Reading reading) {
    try {
      Object unused = reading.read();
    } catch (IOException | NullPointerException e) {
      return; // whoever asked says that the answer can't be read
    }
  }
}
