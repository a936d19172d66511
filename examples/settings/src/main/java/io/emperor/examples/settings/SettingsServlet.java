package io.emperor.examples.settings;

import io.emperor.api.ConsulApi;
import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** {@code GET}, {@code PUT} and {@code DELETE} of one key; an ETag is the key's modify index. */
final class SettingsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int MAX_BYTES = 64 * 1024;

  private final transient ConsulApi consul;
  private final String prefix;

  SettingsServlet(ConsulApi consul, String prefix) {
    this.consul = consul;
    this.prefix = prefix;
  }

  /** Turns what went wrong into a status, for all methods alike. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      super.service(request, response);
    } catch (Refusal e) {
      answer(response, e.status(), e.getMessage());
    } catch (ConsulException e) {
      String doubt =
          e.applied() == ConsulException.Applied.UNKNOWN
              ? " It may have been written all the same: look before you repeat it."
              : "";
      answer(response, status(e), e.getMessage() + doubt);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    KeyValue entry =
        consul.get(key(request)).orElseThrow(() -> new Refusal(404, "There is no such setting."));
    response.setHeader("ETag", etag(entry));
    plainText(response);
    response.getOutputStream().write(entry.value());
  }

  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String key = key(request);
    Long expected = Preconditions.expectedIndex(request);
    byte[] value = body(request);
    if (!consul.set(key, value, null, expected, null, null)) {
      throw changed();
    }
    newEtag(key, value).ifPresent(etag -> response.setHeader("ETag", etag));
    response.setStatus(204);
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
    String key = key(request);
    Long expected = Preconditions.expectedIndex(request);
    if (expected != null && expected == 0) {
      throw new Refusal(400, "If-None-Match makes no sense when deleting.");
    }
    boolean deleted = expected == null ? consul.del(key) : consul.del(key, expected);
    if (!deleted) {
      throw changed();
    }
    response.setStatus(204);
  }

  private String key(HttpServletRequest request) {
    String path = request.getPathInfo();
    String name = path == null ? "" : path.substring(1);
    if (!name.matches("[A-Za-z0-9._-]{1,128}") || name.equals(".") || name.equals("..")) {
      throw new Refusal(
          400, "Ask for /NAME; a name has up to 128 letters, digits, dots, dashes, underscores.");
    }
    return prefix + name;
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new Refusal(413, "A setting has at most " + MAX_BYTES + " bytes.");
    }
    return bytes;
  }

  /** Empty when somebody else was quicker, or when it can't be read: the write itself stands. */
  private Optional<String> newEtag(String key, byte[] written) {
    try {
      return consul
          .get(key)
          .filter(entry -> Arrays.equals(entry.value(), written))
          .map(SettingsServlet::etag);
    } catch (ConsulException e) {
      return Optional.empty();
    }
  }

  private static String etag(KeyValue entry) {
    return '"' + Long.toString(entry.modifyIndex()) + '"';
  }

  private static Refusal changed() {
    return new Refusal(412, "The setting is not as you expected: read it again.");
  }

  private static int status(ConsulException e) {
    return switch (e.kind()) {
      case UNAVAILABLE -> 503;
      case FORBIDDEN -> 403;
      case INVALID -> 400;
      case CONFLICT -> 409;
    };
  }

  private static void answer(HttpServletResponse response, int status, String line)
      throws IOException {
    response.setStatus(status);
    plainText(response);
    response.getWriter().println(line);
  }

  private static void plainText(HttpServletResponse response) {
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
  }
}
