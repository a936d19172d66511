package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import java.io.IOException;
import java.net.URI;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** Where a server may send us, and what it is told there. */
final class Redirects {

  static final int MOST = 5;

  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final String REMEDY = "name in app: where it really is";

  private Redirects() {}

  static boolean isRedirect(int status) {
    return STATUSES.contains(status);
  }

  /**
   * The next place.
   *
   * @param from the place that has answered
   * @param location what it said
   * @param followed how many came before
   * @throws IOException if nobody may be led there
   */
  static URI next(AppAddress address, URI from, Optional<String> location, int followed)
      throws IOException {
    if (followed >= MOST) {
      throw refused(address, "it redirects more than " + MOST + " times");
    }
    URI to = resolved(address, from, location);
    if (to.getHost() == null || to.getRawUserInfo() != null) {
      throw refused(address, "it redirects to what is no address");
    }
    if (!from.getScheme().equalsIgnoreCase(to.getScheme()) || !AppAddress.isSafe(to)) {
      throw refused(
          address,
          "it redirects from %s to %s, which is refused"
              .formatted(AppAddress.shown(from), AppAddress.shown(to)));
    }
    return to;
  }

  private static URI resolved(AppAddress address, URI from, Optional<String> location)
      throws IOException {
    try {
      return from.resolve(location.orElseThrow());
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw refused(address, "it redirects to what is no address");
    }
  }

  private static IOException refused(AppAddress address, String seen) {
    return new DownloadException(address, seen, REMEDY);
  }

  /** Whether a place may be told the credentials that are meant for another. */
  static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    boolean usual = uri.getPort() < 0;
    return usual ? ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80) : uri.getPort();
  }
}
