package io.emperor.devagent.query;

import io.emperor.devagent.base.HttpError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's first line asks for, as Go reads it.
 *
 * @param path without escapes; a star for the agent itself, empty if only a host is named
 * @param query as it was sent
 */
public record RequestLine(String method, String path, @Nullable String query) {

  public static final RequestLine NONE = new RequestLine("", "", null);

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[a-zA-Z][a-zA-Z0-9+.-]*:(//([^/@]*@)?(\\[[^/\\]]*]|[^/:%\\[\\]]*)(:\\d*)?)?");

  /**
   * Reads it.
   *
   * @throws HttpError if the target is neither a path nor an address
   */
  public static RequestLine parse(String method, String target) {
    if (method.equals("CONNECT") && !target.startsWith("/")) {
      return new RequestLine(method, "", null);
    }
    int end = target.indexOf('?');
    String query = end < 0 ? null : target.substring(end + 1);
    String path = path(end < 0 ? target : target.substring(0, end));
    if (!Paths.isEscaped(path) || hasControl(target)) {
      throw HttpError.badRequest("400 Bad Request");
    }
    return new RequestLine(method, Paths.decode(path), query);
  }

  private static boolean hasControl(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) < 0x20 || target.charAt(i) == 0x7f) {
        return true;
      }
    }
    return false;
  }

  private static String path(String target) {
    if (target.startsWith("/") || target.equals("*")) {
      return target;
    }
    Matcher address = ADDRESS.matcher(target);
    String path = address.lookingAt() ? target.substring(address.end()) : "?";
    if (path.isEmpty() && address.group(1) != null) {
      return "/";
    }
    if (!path.startsWith("/")) {
      throw HttpError.badRequest("400 Bad Request");
    }
    return path;
  }

  public boolean isConnect() {
    return method.equals("CONNECT");
  }
}
