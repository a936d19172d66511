package io.emperor.cli.await;

import io.emperor.await.Condition;
import io.emperor.await.Conditions;
import io.emperor.base.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code --wait} takes. */
final class WaitAddress {

  private static final String TCP = "tcp://";
  private static final String FILE = "file://";
  private static final int LONGEST_SHOWN = 200;
  private static final int HIGHEST_PORT = 65_535;

  /** A name may have an underscore, as Compose gives them. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([\\w.-]+)):([0-9]{1,5})/?");

  private WaitAddress() {}

  /**
   * What an address stands for.
   *
   * @throws IllegalArgumentException if it is none, with what to write
   */
  static Condition parse(String word) {
    if (word.startsWith(TCP)) {
      return tcp(word);
    }
    if (word.startsWith("http://") || word.startsWith("https://")) {
      return http(word);
    }
    if (word.startsWith(FILE)) {
      return file(word);
    }
    throw wrong(
        word, "is nothing to wait for: write tcp://HOST:PORT, http://…, https://… or file:///PATH");
  }

  private static Condition tcp(String word) {
    Matcher parts = HOST_AND_PORT.matcher(word.substring(TCP.length()));
    int port = parts.matches() ? Integer.parseInt(parts.group(3)) : 0;
    if (port < 1 || port > HIGHEST_PORT) {
      throw wrong(word, "is not tcp://HOST:PORT with a port of 1 to 65535");
    }
    return Conditions.tcp(parts.group(1) != null ? parts.group(1) : parts.group(2), port);
  }

  private static Condition http(String word) {
    URI address = uri(word);
    if (address.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "an address with a user or a password in it is not taken: everybody could see it");
    }
    if (address.getHost() == null || address.getPort() > HIGHEST_PORT || address.getPort() == 0) {
      throw wrong(word, "names no host and port that HTTP can ask: write http://HOST:PORT/PATH");
    }
    return Conditions.http(address);
  }

  private static Condition file(String word) {
    try {
      return Conditions.file(Path.of(uri(word)));
    } catch (IllegalArgumentException e) {
      throw wrong(word, "is no file's address: write file:///PATH, with three slashes");
    }
  }

  private static URI uri(String word) {
    try {
      return new URI(word);
    } catch (URISyntaxException e) {
      throw wrong(word, "is no address: write what is special in it as %XX");
    }
  }

  private static IllegalArgumentException wrong(String word, String why) {
    String shown = word.replaceFirst("//[^/]*@", "//…@");
    return new IllegalArgumentException(SafeText.escaped(shown, LONGEST_SHOWN) + " " + why);
  }
}
