package io.emperor.admin;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin endpoint is and who may use it.
 *
 * @param host the host as it was said: clients may call it by that name
 * @param address the address that it listens on
 * @param port the port, 0 for a free one
 * @param tokenFile holds the token that requests have to carry; {@code null} for none, which is for
 *     a loopback address alone
 */
public record AdminSettings(String host, InetAddress address, int port, @Nullable Path tokenFile) {

  /** Refuses an endpoint that others can reach and everybody may use. */
  public AdminSettings {
    if (tokenFile == null && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException("not on loopback, and no token file: " + address);
    }
  }
}
