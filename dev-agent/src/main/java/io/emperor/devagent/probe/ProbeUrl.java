package io.emperor.devagent.probe;

import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.query.Paths;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL as Go takes it: what {@code java.net.URI} refuses, such as a name with an underscore or a
 * path with a space, is none of its concern.
 *
 * @param authority what stands between the slashes and the path
 * @param path escaped
 * @param query with its question mark, or nothing
 */
public record ProbeUrl(
    String scheme, String authority, String path, String query, String fragment) {

  private static final Pattern PARTS =
      Pattern.compile(
          "(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\\?[^#]*)?(#.*)?",
          Pattern.DOTALL);
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String UNESCAPED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~$&+,/:;=@!'()*[]%";

  /**
   * Reads a URL.
   *
   * @throws ProbeFailure if Go would not take it
   */
  public static ProbeUrl parse(String text) {
    if (text.chars().anyMatch(c -> c < FIRST_PRINTABLE || c == DELETE)) {
      throw wrong(text, "net/url: invalid control character in URL");
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw wrong(text, "invalid URL");
    }
    String path = or(parts.group(3));
    if (parts.group(1) == null && parts.group(2) == null && hasColonFirst(path)) {
      throw wrong(text, "first path segment in URL cannot contain colon");
    }
    for (String part : List.of(or(parts.group(2)), path)) {
      if (!Paths.isEscaped(part)) {
        throw wrong(text, "invalid URL escape " + GoText.quote(brokenEscape(part)));
      }
    }
    ProbeUrl url =
        new ProbeUrl(
            or(parts.group(1)).toLowerCase(Locale.ROOT),
            or(parts.group(2)),
            escape(path),
            or(parts.group(4)),
            or(parts.group(5)));
    if (!url.portText().chars().skip(1).allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(text, "invalid port " + GoText.quote(url.portText()) + " after host");
    }
    return url;
  }

  private static ProbeFailure wrong(String text, String why) {
    return new ProbeFailure("parse " + GoText.quote(text) + ": " + why);
  }

  private static String or(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static boolean hasColonFirst(String path) {
    int colon = path.indexOf(':');
    int slash = path.indexOf('/');
    return colon >= 0 && (slash < 0 || colon < slash);
  }

  private static String brokenEscape(String part) {
    int at = part.indexOf('%');
    while (Paths.isEscaped(part.substring(at, Math.min(at + 3, part.length())))) {
      at = part.indexOf('%', at + 1);
    }
    return part.substring(at, Math.min(at + 3, part.length()));
  }

  private static String escape(String path) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (UNESCAPED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HEX.toHexDigits(b));
      }
    }
    return escaped.toString();
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  /** Name and password, or nothing. */
  String user() {
    return authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
  }

  /** Host and port as they were given. */
  String host() {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private String portText() {
    String host = host();
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.indexOf(']', colon) > 0 ? "" : host.substring(colon);
  }

  /**
   * Where the connection goes.
   *
   * @throws ProbeFailure if there is no such port
   */
  HostPort address() {
    String port = portText();
    String name = host().substring(0, host().length() - port.length());
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    String bare = bracketed ? name.substring(1, name.length() - 1) : name;
    return port.length() > 1
        ? new HostPort(bare, HostPort.port(port.substring(1)))
        : new HostPort(bare, isSecure() ? 443 : 80);
  }

  /** What a request's first line asks for. */
  String target() {
    return (path.isEmpty() ? "/" : path) + query;
  }

  /** The URL that is meant by a redirection from here. */
  ProbeUrl resolve(String location) {
    ProbeUrl to = parse(location);
    if (!to.scheme.isEmpty()) {
      return to;
    }
    if (!to.authority.isEmpty()) {
      return new ProbeUrl(scheme, to.authority, to.path, to.query, to.fragment);
    }
    String absolute =
        to.path.startsWith("/") ? to.path : path.substring(0, path.lastIndexOf('/') + 1) + to.path;
    return to.path.isEmpty()
        ? new ProbeUrl(scheme, authority, path, to.query.isEmpty() ? query : to.query, to.fragment)
        : new ProbeUrl(scheme, authority, absolute, to.query, to.fragment);
  }

  /** The URL for others' eyes: without its password. */
  @Override
  public String toString() {
    String user = user();
    int colon = user.indexOf(':');
    String shown =
        user.isEmpty() ? "" : (colon < 0 ? user : user.substring(0, colon) + ":***") + "@";
    boolean rooted = !authority.isEmpty() || (!scheme.isEmpty() && path.startsWith("/"));
    String slashes = rooted ? "//" + shown + host() : "";
    return (scheme.isEmpty() ? "" : scheme + ":") + slashes + path + query + fragment;
  }
}
