package io.emperor.runtime;

import io.emperor.api.Health;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a port takes connections.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 */
public record TcpProbe(String host, int port) implements Probe {

  private static final Logger log = LoggerFactory.getLogger(TcpProbe.class);

  @Override
  public CompletableFuture<Health> ask(Duration limit) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      return CompletableFuture.completedFuture(Health.critical(host + " has no address"));
    }
    CompletableFuture<Health> answer = new CompletableFuture<>();
    try {
      AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
      channel.connect(address, answer, new Connected(this));
      return answer
          .completeOnTimeout(
              Health.critical(this + " does not answer"), limit.toNanos(), TimeUnit.NANOSECONDS)
          .whenComplete((health, failure) -> close(channel));
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.completedFuture(Health.critical(this + ": " + Failure.words(e)));
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
