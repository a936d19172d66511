package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeSocketTest {

  @TempDir Path directory;

  private @Nullable ServerSocketChannel server;

  private interface Talk {
    void with(SocketChannel client) throws IOException;
  }

  @AfterEach
  void end() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private SocketAddress serve(SocketAddress address, Talk talk) throws IOException {
    ServerSocketChannel channel = listen(address);
    Thread thread =
        new Thread(
            () -> {
              try (SocketChannel client = channel.accept()) {
                talk.with(client);
              } catch (IOException e) {
                // The other side has had enough.
              }
            },
            "runtime-api");
    thread.setDaemon(true);
    thread.start();
    return channel.getLocalAddress();
  }

  private ServerSocketChannel listen(SocketAddress address) throws IOException {
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    server = channel;
    return channel.bind(address);
  }

  private SocketAddress serve(Talk talk) throws IOException {
    return serve(UnixDomainSocketAddress.of(directory.resolve("socket")), talk);
  }

  private static String ask(SocketAddress address, Duration limit) throws IOException {
    return new RuntimeSocket(address, limit).ask("show info");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void echo(SocketChannel client) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(100);
    while (line.position() == 0 || line.get(line.position() - 1) != '\n') {
      client.read(line);
    }
    client.write(bytes("you "));
    client.write(line.flip());
  }

  @Test
  void anAnswerGoesOnUntilTheEnd() throws IOException {
    assertThat(ask(serve(RuntimeSocketTest::echo), Duration.ofSeconds(20)))
        .isEqualTo("you show info\n");
  }

  @Test
  void tcpWillDo() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    assertThat(ask(serve(any, RuntimeSocketTest::echo), Duration.ofSeconds(20)))
        .isEqualTo("you show info\n");
  }

  @Test
  void whoeverDoesNotAnswerIsNotWaitedForLong() throws IOException {
    SocketAddress mute =
        listen(UnixDomainSocketAddress.of(directory.resolve("mute"))).getLocalAddress();
    assertThatThrownBy(() -> ask(mute, Duration.ofMillis(100)))
        .hasMessage("has not answered within 100 ms");
  }

  @Test
  void anAnswerWithoutEndIsCutOff() throws IOException {
    SocketAddress address =
        serve(
            client -> {
              String much = "x".repeat(1 << 20);
              while (client.write(bytes(much)) >= 0) {}
            });
    assertThatThrownBy(() -> ask(address, Duration.ofSeconds(20)))
        .hasMessage("answers more than 16 MiB");
  }

  @Test
  void nobodyIsNoAnswer() {
    assertThatThrownBy(
            () ->
                ask(
                    UnixDomainSocketAddress.of(directory.resolve("nobody")),
                    Duration.ofSeconds(20)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anInterruptEndsTheWait() throws IOException {
    SocketAddress address = serve(client -> client.write(bytes("")));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ask(address, Duration.ofSeconds(20))).isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Permission denied\n",
        "2\n# be_id\n",
        "HTTP/1.1 400 Bad request\r\n",
        "1\n3 b 1 s 127.0.0.1 2 x 1 1 1 1 0 2 0 0 0 0 - 80 - 0 0 - - 0\n"
      })
  void whatIsNoListOfServersIsNotTakenForOne(String answer) {
    assertThatThrownBy(() -> ServerState.read(answer)).isInstanceOf(IOException.class);
  }

  @Test
  void aServerWithoutAnAddressIsNoProblem() throws IOException {
    Map<String, Map<String, ServerState>> servers =
        ServerState.read(
            "1\n# be_id be_name\n3 b 1 slot1 - 0 32 1 1 1 1 0 0 8 0 0 0 - 0 - 0 0 - - 0\n\n");
    assertThat(servers)
        .isEqualTo(Map.of("b", Map.of("slot1", new ServerState(Optional.empty(), 32))));
    assertThat(new ServerState(Optional.empty(), 32).isInMaintenance()).isTrue();
  }
}
