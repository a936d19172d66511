package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import io.emperor.consul.settings.SecretFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server wants to know before it gives an app away: a user's name and password, or a token.
 * The file is read for each download, so that what is in it can change.
 */
final class AppCredentials {

  private static final String KEY = "app-credentials-file";
  private static final int LONGEST = 8192;

  /** A token has no blanks, and none of what a header can't hold. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private AppCredentials() {}

  /**
   * The value of the header {@code Authorization}; empty if the address comes without credentials.
   *
   * @throws IOException if the file can't be used; nothing of what is in it is told
   */
  static Optional<String> header(AppAddress address) throws IOException {
    Path file = address.credentials();
    if (file == null) {
      return Optional.empty();
    }
    String text = content(address, file);
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw unusable(address, file, "no single line");
    }
    if (text.indexOf(':') >= 0) {
      byte[] login = text.getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(login));
    }
    if (!TOKEN.matcher(text).matches()) {
      throw unusable(address, file, "what is no token");
    }
    return Optional.of("Bearer " + text);
  }

  private static String content(AppAddress address, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      SecretFile.look(KEY, file);
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    } catch (IOException e) {
      String seen = "the file that %s names can't be read: %s".formatted(KEY, e);
      throw new DownloadException(address, seen, "put it there, or correct its name", e);
    }
  }

  private static IOException unusable(AppAddress address, Path file, String held) {
    return new DownloadException(
        address,
        "%s, which %s names, holds %s".formatted(file, KEY, held),
        "write USER:PASSWORD or a token there");
  }
}
