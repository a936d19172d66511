package io.emperor.provisioning.database;

import io.emperor.base.SafeText;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a database is: {@code jdbc:postgresql://HOST:PORT/NAME?PARAMETERS}, or {@code
 * jdbc:mariadb:} the same.
 *
 * @param kind what answers there
 * @param hosts {@code HOST:PORT}, several with commas between
 * @param name of the database, as it is called there: nothing in it is encoded
 * @param parameters of the driver with the question mark; empty for none
 */
record DatabaseAddress(DatabaseKind kind, String hosts, String name, String parameters) {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "jdbc:[a-z]+://(?<hosts>[A-Za-z0-9._:,\\[\\]-]+)/(?<name>[^?]*)(?<parameters>[?].*)?",
          Pattern.DOTALL);

  private static final Pattern PORT = Pattern.compile(".*[^:]:\\d+|.*]:\\d+");

  /** Whoever may see an address may not see these. */
  private static final List<String> ELSEWHERE = List.of("user", "password");

  private static final int LONGEST_NAME = 64;

  /** The kind that an address begins with, if it is a known one. */
  static Optional<DatabaseKind> kind(String text) {
    return Stream.of(DatabaseKind.values())
        .filter(kind -> text.startsWith(kind.prefix()))
        .findAny();
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException in words that go on after the key, without any of the text
   */
  static DatabaseAddress parse(String text) {
    Matcher address = ADDRESS.matcher(text);
    Optional<DatabaseKind> kind = kind(text);
    if (kind.isEmpty() || !address.matches()) {
      throw new IllegalArgumentException(
          "is no address of a database; write jdbc:postgresql://HOST:PORT/NAME or"
              + " jdbc:mariadb://HOST:PORT/NAME");
    }
    String parameters = Optional.ofNullable(address.group("parameters")).orElse("");
    requireNoCredentials(parameters);
    String name = name(address.group("name"));
    if (kind.get() == DatabaseKind.MARIADB && name.indexOf('`') >= 0) {
      throw new IllegalArgumentException(
          "has a ` in the name of the database, which Flyway does not quote; choose another");
    }
    return new DatabaseAddress(kind.get(), address.group("hosts"), name, parameters);
  }

  private static String name(String text) {
    String name = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "names no database; write one of at most " + LONGEST_NAME + " characters after the port");
    }
    return name;
  }

  private static void requireNoCredentials(String parameters) {
    for (String parameter : parameters.split("[?&]", -1)) {
      String key = parameter.split("=", -1)[0].toLowerCase(Locale.ROOT);
      if (ELSEWHERE.contains(key)) {
        throw new IllegalArgumentException(
            "has a parameter " + key + "; write it as database." + key + " instead");
      }
    }
  }

  /** The server's hosts and ports, for people. */
  String server() {
    List<String> all =
        Stream.of(hosts.split(",", -1))
            .map(host -> PORT.matcher(host).matches() ? host : host + ":" + kind.port())
            .toList();
    return SafeText.line(String.join(",", all));
  }

  /** The database's name, for people. */
  String shown() {
    return SafeText.name(name);
  }

  /** The address of another database of the server as a driver takes it; of none if it is empty. */
  String url(String database) {
    String encoded = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    return kind.prefix() + "//" + hosts + "/" + encoded + parameters;
  }
}
