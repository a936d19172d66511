package io.emperor.runtime;

import io.emperor.api.Health;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a port takes connections.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param resolvers look names up, which may take long
 */
record TcpProbe(String host, int port, Executor resolvers) implements Probe {

  private static final Logger log = LoggerFactory.getLogger(TcpProbe.class);

  @Override
  public CompletableFuture<Health> ask(Duration limit) {
    CompletableFuture<Health> answer = new CompletableFuture<>();
    resolvers.execute(() -> connect(answer));
    return answer.completeOnTimeout(
        Health.critical(this + " does not answer"), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void connect(CompletableFuture<Health> answer) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      answer.complete(Health.critical(host + " has no address"));
      return;
    }
    try {
      AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
      var unused = answer.whenComplete((health, failure) -> close(channel));
      channel.connect(address, answer, new Connected(this));
    } catch (IOException | RuntimeException e) {
      answer.complete(Health.critical(this + ": " + Failure.words(e)));
    }
  }

  private static void close(AsynchronousSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("a probe's connection could not be closed", e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }

  private record Connected(TcpProbe probe)
      implements CompletionHandler<@Nullable Void, CompletableFuture<Health>> {

    @Override
    public void completed(@Nullable Void result, CompletableFuture<Health> answer) {
      answer.complete(Health.passing());
    }

    @Override
    public void failed(Throwable failure, CompletableFuture<Health> answer) {
      answer.complete(Health.critical(probe + ": " + Failure.line("" + failure.getMessage())));
    }
  }
}
