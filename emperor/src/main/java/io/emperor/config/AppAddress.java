package io.emperor.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An app that is fetched from elsewhere.
 *
 * @param uri where it is; https, or http on this machine
 * @param checksum what it has to come to
 * @param credentials the file with what the server wants to know; {@code null} for nothing
 */
public record AppAddress(URI uri, Checksum checksum, @Nullable Path credentials) {

  /** Only the file may be missing. */
  public AppAddress {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(checksum, "checksum");
  }

  /** Whether nobody on the way can read what is asked for, and with what credentials. */
  public static boolean isSafe(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme()) && isHere(uri.getHost()));
  }

  /** Names are not looked up: what they stand for may change. */
  private static boolean isHere(@Nullable String host) {
    return host != null
        && (host.equalsIgnoreCase("localhost")
            || host.equals("[::1]")
            || host.matches("127(\\.[0-9]{1,3}){3}"));
  }

  /** An address for people, without its query, which may be as good as a password. */
  public static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  /** What it is kept as: the kind of an app shows in its file's name. */
  public String fileName() {
    String path = uri.getPath().toLowerCase(Locale.ROOT);
    return checksum.hex() + (path.endsWith(".war") ? ".war" : ".jar");
  }

  /** As {@link #shown}. */
  @Override
  public String toString() {
    return shown(uri);
  }
}
