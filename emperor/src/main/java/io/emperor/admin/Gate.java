package io.emperor.admin;

import io.emperor.admin.view.RequestRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask. A web page that the operator happens to visit may not: it can't send JSON to another
 * site, and one whose name was pointed at this machine shows itself by its {@code Host}.
 */
final class Gate {

  private static final Logger log = LoggerFactory.getLogger(Gate.class);
  private static final String JSON = "application/json";
  private static final String BYTES = "application/octet-stream";
  private static final List<String> METHODS = List.of("GET", "HEAD", "POST");

  private final @Nullable String emperor;
  private final Set<String> hosts;
  private final @Nullable AdminToken token;
  private final boolean everybody;
  private final String type;

  /**
   * Makes a gate.
   *
   * @param emperor whose gate it is; told to whoever was let in
   * @param hosts the names and addresses that the endpoint is called by, in lower case
   * @param token what requests have to carry
   */
  Gate(String emperor, Set<String> hosts, @Nullable AdminToken token) {
    this(emperor, Set.copyOf(hosts), token, false, JSON);
  }

  private Gate(
      @Nullable String emperor,
      Set<String> hosts,
      @Nullable AdminToken token,
      boolean everybody,
      String type) {
    this.emperor = emperor;
    this.hosts = hosts;
    this.token = token;
    this.everybody = everybody;
    this.type = type;
  }

  /** The gate to what everybody may see who calls the endpoint by its name. */
  Gate forEverybody() {
    return new Gate(null, hosts, null, true, type);
  }

  /** The same gate to what takes bytes: no page can send that type to another site, either. */
  Gate forBytes() {
    return new Gate(emperor, hosts, token, everybody, BYTES);
  }

  @Nullable String emperor() {
    return emperor;
  }

  /** Why a request is refused. */
  Optional<RequestRefusal> refusal(HttpServletRequest request) {
    Optional<RequestRefusal> refusal = byName(request).or(() -> byMethod(request));
    return everybody
        ? refusal
        : refusal
            .or(() -> byToken(request))
            .or(() -> ofAnotherSite(request))
            .or(() -> byType(request));
  }

  private Optional<RequestRefusal> byName(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host == null || !hosts.contains(name(host))) {
      return Optional.of(
          new RequestRefusal(
              403, "the endpoint is not known by that Host: see --admin for its name"));
    }
    return Optional.empty();
  }

  private static Optional<RequestRefusal> byMethod(HttpServletRequest request) {
    return METHODS.contains(request.getMethod())
        ? Optional.empty()
        : Optional.of(RequestRefusal.ofMethod(String.join(", ", METHODS)));
  }

  private Optional<RequestRefusal> byToken(HttpServletRequest request) {
    if (token == null) {
      return Optional.empty();
    }
    String authorization = request.getHeader("Authorization");
    try {
      return authorization != null && token.isBorneBy(authorization)
          ? Optional.empty()
          : Optional.of(
              new RequestRefusal(
                  401, "the token is missing or wrong: Authorization: Bearer TOKEN"));
    } catch (IOException e) {
      log.warn("--admin-token-file can't be used: {}", e.toString());
      return Optional.of(new RequestRefusal(503, "the emperor can't read its own token file now"));
    }
  }

  /**
   * Browsers say so of what a page elsewhere asks for, be it without the right to read the answer.
   */
  private Optional<RequestRefusal> ofAnotherSite(HttpServletRequest request) {
    return token == null && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
        ? Optional.of(new RequestRefusal(403, "the page of another site may not ask"))
        : Optional.empty();
  }

  private Optional<RequestRefusal> byType(HttpServletRequest request) {
    String said = request.getHeader("Content-Type");
    boolean right = said != null && said.split(";", 2)[0].strip().equalsIgnoreCase(type);
    return token != null || right || isRead(request)
        ? Optional.empty()
        : Optional.of(new RequestRefusal(415, "say Content-Type: " + type));
  }

  private static boolean isRead(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return (end > 0 ? host.substring(0, end) : host).toLowerCase(Locale.ROOT);
  }
}
