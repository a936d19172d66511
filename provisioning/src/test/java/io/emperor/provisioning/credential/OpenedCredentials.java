package io.emperor.provisioning.credential;

import io.emperor.provisioning.commit.LastKnownGood;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Credentials of one generation, as a vassal has them. */
final class OpenedCredentials {

  private OpenedCredentials() {}

  /** Watches at once; nobody is told of a change. */
  static Credentials of(
      CredentialPlan plan,
      FakeKeys keys,
      Path home,
      int generation,
      Clock clock,
      ScheduledExecutorService thread) {
    Credentials opened =
        new Credentials(
            List.of(plan),
            () -> keys,
            Optional.of(
                new Credentials.Place(
                    new CredentialDirectory(home, generation),
                    new LastKnownGood(home.resolve("credentials.json")))),
            clock,
            thread,
            () -> {});
    opened.open();
    return opened;
  }
}
