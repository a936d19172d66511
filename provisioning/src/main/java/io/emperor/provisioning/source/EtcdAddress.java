package io.emperor.provisioning.source;

import io.emperor.base.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an etcd is, and what is read of it.
 *
 * @param base {@code http://HOST:PORT}
 * @param prefix what the keys begin with: ends in a slash, or is empty
 * @param user who asks; {@code null} for nobody in particular
 * @param password the user's
 */
record EtcdAddress(URI base, String prefix, @Nullable String user, String password) {

  private static final int PORT = 2379;

  /**
   * Reads a URL.
   *
   * @throws InvalidInputException if it is none; never with what stands in it, as a password may
   */
  static EtcdAddress of(String url) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      String host = uri.getHost();
      boolean isPlain = uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (host == null || !isPlain || !List.of("http", "https").contains(scheme)) {
        throw invalid();
      }
      int port = uri.getPort() < 0 ? PORT : uri.getPort();
      String[] userInfo = String.valueOf(uri.getUserInfo()).split(":", 2);
      return new EtcdAddress(
          new URI(scheme, null, host, port, null, null, null),
          folder(uri.getPath().replaceFirst("^/", "")),
          uri.getRawUserInfo() == null ? null : userInfo[0],
          userInfo.length == 2 ? userInfo[1] : "");
    } catch (URISyntaxException e) {
      throw invalid();
    }
  }

  private static InvalidInputException invalid() {
    return new InvalidInputException(
        List.of("the URL of etcd can't be read; write http://HOST:2379/PREFIX/"));
  }

  private static String folder(String path) {
    return path.isEmpty() || path.endsWith("/") ? path : path + "/";
  }

  URI at(String endpoint) {
    return base.resolve(endpoint);
  }

  /** The first key of all that begin with the prefix. */
  byte[] first() {
    return prefix.isEmpty() ? new byte[1] : prefix.getBytes(StandardCharsets.UTF_8);
  }

  /** The key behind them; one zero byte stands for the end of all keys. */
  byte[] behind() {
    byte[] end = first();
    if (!prefix.isEmpty()) {
      end[end.length - 1]++; // the slash: no carry
    }
    return end;
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return SafeText.name(base + "/" + prefix);
  }
}
