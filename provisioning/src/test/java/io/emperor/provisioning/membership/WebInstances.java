package io.emperor.provisioning.membership;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Web servers on loopback ports; each answers with the number that it has here. */
final class WebInstances implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<HttpServer> servers = new ArrayList<>();
  final CountDownLatch held = new CountDownLatch(1);
  final CountDownLatch released = new CountDownLatch(1);

  WebInstances(int number) throws IOException {
    for (int i = 0; i < number; i++) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
      byte[] answer = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            if (exchange.getRequestURI().getPath().equals("/held")) {
              held.countDown();
              await();
            }
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.setExecutor(threads);
      server.start();
      servers.add(server);
    }
  }

  private void await() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of them, as an instance of the service {@code web} of {@code shop}. */
  ProductInstance instance(int index) {
    int port = servers.get(index).getAddress().getPort();
    return new ProductInstance("shop", "web", "web-" + index, "127.0.0.1", port);
  }

  @Override
  public void close() {
    released.countDown();
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
