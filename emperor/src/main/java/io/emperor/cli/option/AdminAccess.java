package io.emperor.cli.option;

import io.emperor.admin.AdminToken;
import io.emperor.admin.client.AdminClient;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running emperor a command talks to: options that several commands have. */
public final class AdminAccess {

  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description =
          "Where the running emperor's admin endpoint is. When not given: EMPEROR_ADMIN, then 127.0.0.1:9191.")
  private @Nullable String admin;

  @Option(
      names = "--admin-token-file",
      paramLabel = "FILE",
      description =
          "Holds the endpoint's token. When not given: EMPEROR_ADMIN_TOKEN_FILE, if that is set.")
  private @Nullable String tokenFile;

  /**
   * The client for what was said.
   *
   * @throws UsageException if the words can't be used
   */
  public AdminClient client(Map<String, String> environment) throws UsageException {
    List<String> problems = new ArrayList<>();
    String place =
        said(admin, environment, RunOption.ADMIN).or(RunOption.ADMIN::standard).orElseThrow();
    String base = base(place).orElse("");
    if (base.isEmpty()) {
      problems.add(
          place.equals("none")
              ? "--admin: none is where an emperor has no endpoint: nobody can be asked"
              : "--admin: %s is not HOST:PORT".formatted(place));
    }
    String token =
        said(tokenFile, environment, RunOption.ADMIN_TOKEN_FILE)
            .map(file -> token(file, problems))
            .orElse(null);
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return new AdminClient(base, token);
  }

  /** Whether nobody is to be asked, because the emperor has no endpoint. */
  public boolean isNone(Map<String, String> environment) {
    return said(admin, environment, RunOption.ADMIN).filter("none"::equals).isPresent();
  }

  private static Optional<String> said(
      @Nullable String word, Map<String, String> environment, RunOption option) {
    return Optional.ofNullable(word)
        .or(() -> Optional.ofNullable(environment.get(option.variable())))
        .filter(value -> !value.isBlank());
  }

  private static Optional<String> base(String place) {
    String plain = place.startsWith("http://") ? place.substring(7) : place;
    String whole = plain.matches(":?\\d+") ? "127.0.0.1:" + plain.replace(":", "") : plain;
    return whole.matches("(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+):\\d{1,5}/?")
        ? Optional.of("http://" + whole.replaceFirst("/$", "")).filter(AdminAccess::hasPort)
        : Optional.empty();
  }

  private static boolean hasPort(String base) {
    int port = Integer.parseInt(base.substring(base.lastIndexOf(':') + 1));
    return port > 0 && port <= LAST_PORT;
  }

  private static String token(String file, List<String> problems) {
    try {
      return AdminToken.in(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      problems.add("--admin-token-file: %s can't be read".formatted(file));
      return "";
    }
  }
}
