package io.emperor.await;

import io.emperor.api.Health;
import io.emperor.runtime.probe.HttpProbe;
import io.emperor.runtime.probe.Probe;
import io.emperor.runtime.probe.TrustAtStart;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Whether an address answers with a status of the two hundreds.
 *
 * @param probe asks it
 */
record HttpLook(Probe probe) implements Look {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  static HttpLook at(URI address) {
    return new HttpLook(new HttpProbe(HttpProbe.client(new TrustAtStart()), List.of(address)));
  }

  @Override
  public Optional<String> look() throws InterruptedException {
    try {
      Health health = probe.ask(LONGEST).get();
      return health.isPassing() ? Optional.empty() : Optional.of(health.note());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
