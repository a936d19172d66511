package io.emperor.provisioning.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as an etcd that is not well, or as somebody else. */
final class ScriptedEtcd implements AutoCloseable {

  static final String CREATED = "{\"result\":{\"header\":{},\"created\":true}}\n";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile int status = 200;
  volatile String range = range("a", "1");
  volatile String watch = CREATED;

  /** Whether watches and ranges stay open after what is said. */
  volatile boolean watchesHang = true;

  volatile boolean rangesHang;

  ScriptedEtcd() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  static String range(String key, String value) {
    return "{\"header\":{\"revision\":\"7\"},\"kvs\":[{\"key\":\"%s\",\"value\":\"%s\"}]}"
        .formatted(base64(key), base64(value));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  long count(String endpoint) {
    return asked.stream().filter(endpoint::equals).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    asked.add(path);
    boolean isWatch = path.equals("/v3/watch");
    try (exchange) {
      exchange.sendResponseHeaders(status, 0);
      exchange.getResponseBody().write((isWatch ? watch : range).getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      if (isWatch ? watchesHang : rangesHang) {
        end.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
