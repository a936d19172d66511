package io.emperor.devagent.query;

import io.emperor.devagent.base.HttpError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.URIUtil;

/** Paths of URLs, as they are sent and as they are meant. */
public final class Paths {

  private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private Paths() {}

  /**
   * Takes the escapes out of a path.
   *
   * @throws HttpError if they are broken
   */
  public static String decode(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '%') {
        bytes.write(hex(path, i + 1));
        i += 2;
      } else {
        bytes.writeBytes(path.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Whether every percent sign begins an escape. */
  public static boolean isEscaped(String path) {
    return !BROKEN.matcher(path).find();
  }

  private static int hex(String path, int at) {
    try {
      return Integer.parseInt(path, at, at + 2, 16);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw HttpError.badRequest("400 Bad Request");
    }
  }

  public static String encode(String path) {
    return URIUtil.encodePath(path);
  }

  public static String escapeHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }
}
