package io.emperor.bench.load;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.devagent.DevAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A dev agent in a process of its own, for more services than a Consul here can keep up with. */
public final class DevAgentProcess implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Launched process;
  private final int port;

  private DevAgentProcess(Launched process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * What runs in the process: an agent, until it is ended.
   *
   * @param args its port
   * @throws IOException if the port can't be opened
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (DevAgent agent = DevAgent.start(Integer.parseInt(args[0]))) {
      System.out.println(agent.address());
      new CountDownLatch(1).await();
    }
  }

  /** Starts one, which takes connections when this returns. */
  public static DevAgentProcess start(BenchPaths paths) {
    int port = FreePort.find();
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            paths.distribution().resolve("lib") + "/*:" + paths.built("classes"),
            DevAgentProcess.class.getName(),
            Integer.toString(port));
    DevAgentProcess agent =
        new DevAgentProcess(
            Launched.start(command, Map.of(), paths.scratch().resolve("dev-agent.log")), port);
    Await.within(SOON, "the dev agent takes connections", agent::takesConnections);
    return agent;
  }

  private boolean takesConnections() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Its host and port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The process itself. */
  public ProcessHandle process() {
    return process.handle();
  }

  @Override
  public void close() {
    process.close();
  }
}
