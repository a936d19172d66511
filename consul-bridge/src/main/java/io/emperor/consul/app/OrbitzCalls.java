package io.emperor.consul.app;

import io.emperor.consul.http.Failures;
import java.util.function.Supplier;

/** Runs calls of the client library and says what their failures mean. */
public record OrbitzCalls(String agents) {

  <T> T read(String what, Supplier<T> call) {
    return run(what, false, call);
  }

  <T> T write(String what, Supplier<T> call) {
    return run(what, true, call);
  }

  private <T> T run(String what, boolean write, Supplier<T> call) {
    try {
      return call.get();
    } catch (com.orbitz.consul.ConsulException e) {
      throw Failures.of(what, agents, write, e);
    } catch (NullPointerException e) {
      // The client library takes an answer that says null for a value.
      throw Failures.unreadable(what, agents, write, e);
    }
  }
}
