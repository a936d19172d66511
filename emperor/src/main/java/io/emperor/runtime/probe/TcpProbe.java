package io.emperor.runtime.probe;

import io.emperor.api.Health;
import io.emperor.base.SafeText;
import io.emperor.runtime.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a port takes connections.
 *
 * @param hosts names or addresses, of which one has to take them; the first is tried first
 * @param port 1 to 65535
 * @param proving how long a program has to take them until it is ready
 * @param resolvers look names up, which may take long
 */
public record TcpProbe(List<String> hosts, int port, Duration proving, Executor resolvers)
    implements Probe {

  private static final Logger log = LoggerFactory.getLogger(TcpProbe.class);

  @Override
  public CompletableFuture<Health> ask(Duration limit) {
    CompletableFuture<Health> answer = new CompletableFuture<>();
    resolvers.execute(() -> connect(0, answer));
    return answer.completeOnTimeout(
        Health.critical(this + " does not answer"), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void connect(int index, CompletableFuture<Health> answer) {
    InetSocketAddress address = new InetSocketAddress(hosts.get(index), port);
    if (address.isUnresolved()) {
      failed(index, hosts.get(index) + " has no address", answer);
      return;
    }
    try {
      AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
      var unused = answer.whenComplete((health, failure) -> close(channel));
      channel.connect(address, answer, new Connected(this, index));
    } catch (IOException | RuntimeException e) {
      failed(index, this + ": " + Failure.message(e), answer);
    }
  }

  private void failed(int index, String note, CompletableFuture<Health> answer) {
    if (index + 1 < hosts.size() && !answer.isDone()) {
      resolvers.execute(() -> connect(index + 1, answer));
    } else {
      answer.complete(Health.critical(note));
    }
  }

  private static void close(AsynchronousSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("a probe's connection could not be closed", e);
    }
  }

  /** Both addresses of this machine are its port. */
  @Override
  public String toString() {
    return hosts.size() > 1 ? "port " + port : hosts.get(0) + ":" + port;
  }

  private record Connected(TcpProbe probe, int index)
      implements CompletionHandler<@Nullable Void, CompletableFuture<Health>> {

    @Override
    public void completed(@Nullable Void result, CompletableFuture<Health> answer) {
      answer.complete(Health.passing());
    }

    @Override
    public void failed(Throwable failure, CompletableFuture<Health> answer) {
      probe.failed(index, probe + ": " + SafeText.line("" + failure.getMessage()), answer);
    }
  }
}
