package io.emperor.consul.settings;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Where a Consul agent's HTTP API is. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a host name or an IP address, an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record AgentAddress(String scheme, String host, int port) {

  /** The port of an agent that names none. */
  public static final int DEFAULT_PORT = 8500;

  private static final Pattern SCHEME = Pattern.compile("(https?)://(.*)");
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]{1,9}))?");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the scheme is another one, the host is blank or the port is
   *     out of range
   */
  public AgentAddress {
    Objects.requireNonNull(host, "host");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("the scheme '" + scheme + "' is neither http nor https");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host is blank");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("the port " + port + " is not between 1 and 65535");
    }
  }

  /**
   * Reads an address as users write it: {@code HOST}, {@code HOST:PORT}, {@code http://HOST:PORT},
   * {@code https://HOST:PORT}; an IPv6 address stands in brackets.
   *
   * @param text the address; blanks around it do not matter
   * @return the address; {@code http} and port 8500 where the text says nothing
   * @throws IllegalArgumentException if the text is anything else, with a message that says what is
   *     wrong with it
   */
  public static AgentAddress parse(String text) {
    String word = text.strip();
    if (word.isEmpty()) {
      throw new IllegalArgumentException("the agent's address is blank; write HOST:PORT");
    }
    Matcher scheme = SCHEME.matcher(word);
    boolean withScheme = scheme.matches();
    String rest = withScheme ? scheme.group(2) : word;
    refuseExtras(word, rest);
    Matcher form = FORM.matcher(rest);
    if (!form.matches() || (withScheme && form.group(3) == null)) {
      throw wrong(word, "is not HOST, HOST:PORT, http://HOST:PORT or https://HOST:PORT");
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    int port = form.group(3) == null ? DEFAULT_PORT : Integer.parseInt(form.group(3));
    if (port < 1 || port > 65_535) {
      throw wrong(word, "has a port that is not between 1 and 65535");
    }
    return new AgentAddress(withScheme ? scheme.group(1) : "http", host, port);
  }

  private static void refuseExtras(String word, String rest) {
    if (rest.contains("@")) {
      // The word is left out: what stands before the @ may be a password.
      throw new IllegalArgumentException(
          "the agent's address contains user info; leave it out and set CONSUL_HTTP_AUTH");
    }
    if (rest.contains("://") || rest.startsWith("unix:")) {
      throw wrong(word, "has a scheme that is neither http nor https");
    }
    if (rest.contains("/") || rest.contains("?") || rest.contains("#")) {
      throw wrong(word, "has a path; write HOST:PORT alone");
    }
    if (!rest.startsWith("[") && rest.indexOf(':') != rest.lastIndexOf(':')) {
      throw wrong(word, "has more than one colon; an IPv6 address stands in brackets: [::1]:8500");
    }
  }

  private static IllegalArgumentException wrong(String word, String what) {
    return new IllegalArgumentException("the agent's address '" + word + "' " + what);
  }

  /** Whether it is talked to over TLS. */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** The same address over TLS. */
  AgentAddress withTls() {
    return new AgentAddress("https", host, port);
  }

  /** Whether a request with this address goes to this agent. */
  public boolean isAskedBy(HttpUrl url) {
    return url.port() == port && url.host().equals(host) && url.scheme().equals(scheme);
  }

  /** The same request's address at this agent. */
  public HttpUrl on(HttpUrl url) {
    return url.newBuilder().scheme(scheme).host(host).port(port).build();
  }

  /** The address as {@link #parse} reads it. */
  @Override
  public String toString() {
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
