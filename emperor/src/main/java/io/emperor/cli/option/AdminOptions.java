package io.emperor.cli.option;

import io.emperor.admin.AdminSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From words to where the admin endpoint is. */
public final class AdminOptions {

  private static final String NONE = "none";
  private static final Pattern WORD =
      Pattern.compile("(?:(\\[[^\\]]+\\]|[^:\\[\\]]*):)?(\\d{1,5})");

  private final OptionValues values;
  private final List<String> problems;

  /**
   * Reads words.
   *
   * @param problems takes what is wrong with them
   */
  public AdminOptions(OptionValues values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** The settings; empty when there is to be no endpoint, or the words are wrong. */
  public Optional<AdminSettings> settings() {
    Path token = token();
    String word = values.find(RunOption.ADMIN).or(RunOption.ADMIN::standard).orElseThrow();
    if (word.equals(NONE)) {
      return Optional.empty();
    }
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      return wrong("%s is not HOST:PORT".formatted(word));
    }
    String host = matcher.group(1);
    return of(
        host == null || host.isEmpty() ? "127.0.0.1" : host,
        Integer.parseInt(matcher.group(2)),
        token);
  }

  private Optional<AdminSettings> of(String host, int port, @Nullable Path token) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return wrong("%s is no address of this machine".formatted(host));
    }
    if (!HostAddresses.isLocal(address)) {
      return wrong("%s is no address of this machine".formatted(host));
    }
    if (token == null && !address.isLoopbackAddress()) {
      return wrong(
          "%s can be reached from elsewhere: name a token with %s, or use 127.0.0.1"
              .formatted(host, RunOption.ADMIN_TOKEN_FILE.flag()));
    }
    return Optional.of(new AdminSettings(host, address, port, token));
  }

  private @Nullable Path token() {
    try {
      return values.find(RunOption.ADMIN_TOKEN_FILE).map(Path::of).orElse(null);
    } catch (InvalidPathException e) {
      problems.add(values.where(RunOption.ADMIN_TOKEN_FILE) + ": is no path");
      return null;
    }
  }

  private Optional<AdminSettings> wrong(String why) {
    problems.add("%s: %s".formatted(values.where(RunOption.ADMIN), why));
    return Optional.empty();
  }
}
