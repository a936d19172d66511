package io.emperor.cli.run;

import io.emperor.admin.AdminSettings;
import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is where an admin endpoint was to be opened: another emperor, as a rule. */
final class Occupant {

  /** Another program may take a request and never answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Occupant() {}

  /**
   * What is wrong, and what to do.
   *
   * @param place where the endpoint was to be
   * @param failure why it is not
   */
  static String message(AdminSettings place, IOException failure) {
    if (!(failure.getCause() instanceof BindException)) {
      return String.valueOf(failure.getMessage());
    }
    return name(place)
        .map(
            name ->
                "the emperor %s is there already: give each emperor an --admin of its own, or none"
                    .formatted(name))
        .map(words -> failure.getMessage() + ": " + words)
        .orElse(failure.getMessage() + ": name another place, or none");
  }

  private static Optional<String> name(AdminSettings place) {
    try {
      String base = String.format(Locale.ROOT, "http://%s:%d", place.host(), place.port());
      return Optional.of(
          new AdminClient(base, token(place.tokenFile()), PATIENCE).emperor().name());
    } catch (AdminException | IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String token(@Nullable Path file) throws IOException {
    return file == null ? null : Files.readString(file).strip();
  }
}
