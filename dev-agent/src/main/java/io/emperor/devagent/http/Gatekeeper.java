package io.emperor.devagent.http;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.model.Addresses;
import org.eclipse.jetty.server.Request;

/**
 * Keeps web pages out that a developer happens to visit: one whose name was pointed at this machine
 * shows itself by its {@code Host}, and of one elsewhere browsers say so.
 */
final class Gatekeeper {

  private Gatekeeper() {}

  /**
   * Refuses what a web page asks for.
   *
   * @throws HttpError if it does
   */
  static void check(Request request) {
    if (!isHere(GoConnection.hostOf(request))) {
      throw new HttpError(
          403, "The dev agent is not known by that Host: say localhost, or its address.");
    }
    if ("cross-site".equals(request.getHeaders().get("Sec-Fetch-Site"))) {
      throw new HttpError(403, "The page of another site may not ask the dev agent.");
    }
  }

  /** Nobody can point an address elsewhere, and every browser says some host. */
  private static boolean isHere(String host) {
    String name = name(host);
    return host.isEmpty()
        || name.equalsIgnoreCase("localhost")
        || !Addresses.version(name).isEmpty();
  }

  private static String name(String host) {
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end < 0 ? host : host.substring(1, end);
    }
    int end = host.indexOf(':');
    return end < 0 ? host : host.substring(0, end);
  }
}
