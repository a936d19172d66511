package io.emperor.devagent.probe;

import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.query.Paths;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One request of a check, the first or one that a redirection asks for.
 *
 * @param header whose names have no order of case
 */
record ProbeRequest(
    ProbeUrl url, String method, Map<String, List<String>> header, String body, String referer) {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\x{10ffff}]*");
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "transfer-encoding", "trailer");
  private static final Set<String> SECRET =
      Set.of("authorization", "cookie", "cookie2", "www-authenticate");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final int MOVED = 301;
  private static final int FOUND = 302;
  private static final int SEE_OTHER = 303;

  /**
   * The first of a probe.
   *
   * @throws ProbeFailure if Go would not send it
   */
  static ProbeRequest of(HttpCheckProbe probe) {
    if (!TOKEN.matcher(probe.method()).matches()) {
      throw new ProbeFailure("net/http: invalid method " + GoText.quote(probe.method()));
    }
    Map<String, List<String>> header = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    header.putAll(probe.header());
    return new ProbeRequest(ProbeUrl.parse(probe.url()), probe.method(), header, probe.body(), "");
  }

  /** What a complaint about it begins with. */
  String complaint(String why) {
    return complaint(url.toString(), why);
  }

  String complaint(String place, String why) {
    String verb =
        method.substring(0, 1).toUpperCase(Locale.ROOT)
            + method.substring(1).toLowerCase(Locale.ROOT);
    return verb + " " + GoText.quote(place) + ": " + why;
  }

  /**
   * Refuses what can't be sent.
   *
   * @throws ProbeFailure with Go's words
   */
  void requireSendable() {
    header.forEach(
        (name, values) -> {
          if (!TOKEN.matcher(name).matches()) {
            throw refusal("net/http: invalid header field name " + GoText.quote(name));
          }
          for (String value : values) {
            if (!VALUE.matcher(value).matches()) {
              throw refusal(
                  "net/http: invalid header field value %s for key %s"
                      .formatted(GoText.quote(value), name));
            }
          }
        });
    if (!List.of("http", "https").contains(url.scheme())) {
      throw refusal("unsupported protocol scheme " + GoText.quote(url.scheme()));
    }
    if (url.host().isEmpty()) {
      throw refusal("http: no Host in request URL");
    }
  }

  private ProbeFailure refusal(String why) {
    return new ProbeFailure(complaint(why));
  }

  /** The request for what an answer refers to. */
  ProbeRequest redirected(int status, String location) {
    ProbeUrl to = url.resolve(location);
    boolean keepsMethod =
        (status != MOVED && status != FOUND && status != SEE_OTHER) || method.equals("HEAD");
    Map<String, List<String>> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    kept.putAll(header);
    if (!to.host().equals(url.host())) {
      kept.remove("Host");
      SECRET.forEach(kept::remove);
    }
    boolean tells = !url.isSecure() || to.isSecure();
    String from = url.authority().isEmpty() ? "" : anonymous();
    return new ProbeRequest(
        to, keepsMethod ? method : "GET", kept, keepsMethod ? body : "", tells ? from : "");
  }

  private String anonymous() {
    return url.scheme() + "://" + url.host() + url.path() + url.query();
  }

  byte[] bytes() {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(url.target()).append(" HTTP/1.1\r\n");
    line(head, "Host", own("Host", url.host()));
    line(head, "User-Agent", own("User-Agent", "Consul Health Check"));
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    if (content.length > 0 || WITH_BODY.contains(method)) {
      line(head, "Content-Length", Integer.toString(content.length));
    }
    line(head, "Accept", own("Accept", "text/plain, text/*, */*"));
    header.forEach((name, values) -> values.forEach(value -> other(head, name, value)));
    if (!url.user().isEmpty() && !header.containsKey("Authorization")) {
      String user = Paths.decode(url.user());
      line(head, "Authorization", "Basic " + base64(user.contains(":") ? user : user + ":"));
    }
    if (!referer.isEmpty()) {
      line(head, "Referer", referer);
    }
    head.append("Connection: close\r\n\r\n").append(body);
    return head.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String own(String name, String otherwise) {
    List<String> values = header.getOrDefault(name, List.of());
    return values.isEmpty() ? otherwise : values.get(0);
  }

  private static void other(StringBuilder head, String name, String value) {
    boolean written = name.equalsIgnoreCase("User-Agent") || name.equalsIgnoreCase("Accept");
    if (!written && !OWN.contains(name.toLowerCase(Locale.ROOT))) {
      line(head, name, value);
    }
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
