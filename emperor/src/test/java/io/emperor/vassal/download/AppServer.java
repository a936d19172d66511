package io.emperor.vassal.download;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A server of apps on this machine, that answers as a test wants it to. */
public final class AppServer implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  /** What the server does with a request. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Headers> asked = new CopyOnWriteArrayList<>();
  private volatile Answer answer = exchange -> exchange.sendResponseHeaders(404, -1);

  private AppServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** One that nobody needs to trust. */
  public static AppServer plain() throws IOException {
    return new AppServer(HttpServer.create(here(), 0), "http");
  }

  /** One with a certificate. */
  static AppServer secure(SSLContext certified) throws IOException {
    HttpsServer server = HttpsServer.create(here(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certified));
    return new AppServer(server, "https");
  }

  private static InetSocketAddress here() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Has the certificate of this machine, and trusts it. */
  static SSLContext certified(Path directory) throws Exception {
    Path file = directory.resolve("server.p12");
    if (!Files.exists(file)) {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keystore",
                  file.toString(),
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-alias",
                  "server",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1")
              .inheritIO()
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IllegalStateException("keytool failed");
      }
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestHeaders());
      answer.to(exchange);
    }
  }

  public void answers(Answer next) {
    answer = next;
  }

  /** Gives these bytes away, or the part of them that is asked for, under one version's name. */
  public void has(byte[] bytes, String version) {
    answers(exchange -> give(exchange, bytes, version, bytes.length));
  }

  /** The same, but that the connection breaks when so many bytes were sent. */
  void breaksAfter(int sent, byte[] bytes, String version) {
    answers(exchange -> give(exchange, bytes, version, sent));
  }

  private static void give(HttpExchange exchange, byte[] bytes, String version, int most)
      throws IOException {
    String tag = "\"" + version + "\"";
    exchange.getResponseHeaders().add("ETag", tag);
    int from = from(exchange.getRequestHeaders(), tag);
    if (from >= bytes.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range",
              String.format(Locale.ROOT, "bytes %d-%d/%d", from, bytes.length - 1, bytes.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
    exchange.getResponseBody().write(bytes, from, Math.min(most, bytes.length - from));
    exchange.getResponseBody().flush();
  }

  private static int from(Headers headers, String tag) {
    String range = headers.getFirst("Range");
    String condition = headers.getFirst("If-Range");
    return range == null || (condition != null && !condition.equals(tag))
        ? 0
        : Integer.parseInt(range.replaceAll("[^0-9]", ""));
  }

  /** The headers of all requests so far. */
  public List<Headers> asked() {
    return asked;
  }

  /** A header of the last request. */
  @Nullable String lastAsked(String header) {
    return asked.get(asked.size() - 1).getFirst(header);
  }

  public URI uri(String path) {
    return uri("127.0.0.1", path);
  }

  URI uri(String host, String path) {
    return URI.create(
        scheme + "://" + host + ":" + Integer.toString(server.getAddress().getPort()) + path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
