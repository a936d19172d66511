package io.emperor.bench.membership;

import com.sun.net.httpserver.HttpServer;
import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.load.Wrk;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Haproxy;
import io.emperor.consul.FreePort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Instances come and go behind a HAProxy that is asked all the time, and has slots for them. */
final class SlotsUnderLoad implements AutoCloseable {

  /** So often the load is on. */
  static final int ROUNDS = 5;

  /** So often an instance comes or goes each time. */
  static final int CHANGES = 100;

  /** So long the load is. */
  static final int SECONDS = 25;

  private static final int SLOTS = 4;
  private static final String RELOADS = "HAProxy: reloads in 100 changes within its slots";
  private static final String LOST = "HAProxy: requests lost in 100 changes within its slots";
  private static final String CHANGE =
      "HAProxy under load: an instance comes or goes, its file is replaced";

  private final Samples samples = new Samples();
  private final Random random = new Random(22);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<HttpServer> servers = new ArrayList<>();
  private final Set<Integer> there = new TreeSet<>();
  private final BenchPaths paths;
  private final Catalog consul;

  SlotsUnderLoad(BenchPaths paths, Catalog consul) {
    this.paths = paths;
    this.consul = consul;
  }

  List<Row> measure() {
    for (int i = 0; i < SLOTS + 2; i++) {
      servers.add(serving(Integer.toString(i)));
    }
    register(0);
    Path work = paths.scratch();
    Path socket = work.resolve("haproxy.sock");
    Path reloads = work.resolve("reloads");
    String plan =
        """
        files:
          directory: %s
          formats: [json, haproxy]
          subscribe: [shop]
          haproxy: {socket: %s, slots: %s, on-change: "exec:echo >> %s"}
        """
            .formatted(Directory.made(work.resolve("files")), socket, SLOTS, reloads);
    try (FollowingEmperor emperor = FollowingEmperor.start(paths, work, consul.address(), plan)) {
      Path backends = emperor.directory().resolve("haproxy_shop.cnf");
      try (Haproxy haproxy = haproxy(work, socket, backends)) {
        for (int i = 0; i < ROUNDS; i++) {
          Set<Long> workers = haproxy.workers();
          long before = reloads(reloads);
          round(emperor, haproxy);
          samples.add(RELOADS, (double) (reloads(reloads) - before));
          if (!haproxy.workers().equals(workers)) {
            throw new IllegalStateException("HAProxy has other workers than " + workers);
          }
        }
      }
    }
    return List.of(
        Row.alone(RELOADS, "", samples.of(RELOADS), Aim.atMost(Aim.Of.P99, 0)),
        Row.alone(LOST, "", samples.of(LOST), Aim.atMost(Aim.Of.P99, 0)),
        Row.alone(CHANGE, "ms", samples.of(CHANGE)));
  }

  /** Before the service {@code web} of {@code shop}. */
  private Haproxy haproxy(Path work, Path socket, Path backends) {
    int port = FreePort.find();
    String main =
        """
        global
            stats socket %s mode 600 level admin expose-fd listeners
        defaults
            mode http
            option redispatch
            option idle-close-on-response
            timeout connect 5s
            timeout client 30s
            timeout server 30s
        frontend web
            bind 127.0.0.1:%s
            default_backend shop_web
        """
            .formatted(socket, port);
    return Haproxy.start(paths, work, main, port, backends);
  }

  private void round(FollowingEmperor emperor, Haproxy haproxy) {
    CompletableFuture<Wrk> load =
        CompletableFuture.supplyAsync(() -> Wrk.load(haproxy.port(), SECONDS));
    for (int i = 0; i < CHANGES; i++) {
      LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos() / CHANGES / 4);
      change(emperor);
      if (load.isDone()) {
        throw new IllegalStateException("the load was over before " + CHANGES + " changes were");
      }
    }
    Wrk wrk = load.join();
    samples.add(LOST, (double) wrk.lost());
    requireServing(haproxy);
  }

  private void change(FollowingEmperor emperor) {
    int which = next();
    boolean goes = there.contains(which);
    String port = port(which);
    long begun = System.nanoTime();
    if (goes) {
      there.remove(which);
      consul.put("/v1/agent/service/deregister/web-" + which, "");
    } else {
      register(which);
    }
    long replaced =
        FollowingEmperor.until(
            "web-" + which + " in its file",
            () -> emperor.file("services.json").contains(port) != goes);
    samples.add(CHANGE, (replaced - begun) / 1e6);
  }

  /** Who comes or goes, so that somebody is there and everybody has a slot. */
  private int next() {
    int which = random.nextInt(servers.size());
    return there.size() == (there.contains(which) ? 1 : SLOTS) ? next() : which;
  }

  private void register(int which) {
    there.add(which);
    consul.put(
        "/v1/agent/service/register",
        """
        {"ID": "web-%s", "Name": "web", "Address": "127.0.0.1", "Port": %s,
         "Tags": ["product=shop"]}
        """
            .formatted(which, port(which)));
  }

  private String port(int which) {
    return Integer.toString(servers.get(which).getAddress().getPort());
  }

  /** That the changes have reached HAProxy. */
  private void requireServing(Haproxy haproxy) {
    URI uri = URI.create("http://127.0.0.1:" + haproxy.port() + "/");
    long unused =
        FollowingEmperor.until(
            there + " answer",
            () -> {
              Set<Integer> serving = new TreeSet<>();
              for (int i = 0; i < 4 * SLOTS; i++) {
                serving.add(Integer.parseInt(AdminEndpoint.get(uri)));
              }
              return serving.equals(there);
            });
  }

  private static long reloads(Path file) {
    return Files.exists(file) ? Directory.io(() -> Files.readAllLines(file)).size() : 0;
  }

  private HttpServer serving(String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    return Directory.io(
        () -> {
          HttpServer server =
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
          server.createContext(
              "/",
              exchange -> {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
              });
          server.setExecutor(threads);
          server.start();
          return server;
        });
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    var unused = threads.shutdownNow();
  }
}
