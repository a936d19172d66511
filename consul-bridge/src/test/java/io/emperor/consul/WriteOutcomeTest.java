package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What every kind of write says about itself when it fails, and how often it was sent. */
class WriteOutcomeTest {

  private static final String ID = "adf4238a-882b-9ddc-4a9d-5b6758e4159e";

  private enum Write {
    SET(consul -> consul.set("k", "v")),
    SET_CAS(consul -> consul.set("k", "v", null, 7L, null, null)),
    SET_ACQUIRE(consul -> consul.set("k", "v", null, null, ID, null)),
    SET_RELEASE(consul -> consul.set("k", "v", null, null, null, ID)),
    DEL(consul -> consul.del("k")),
    DEL_RECURSE(consul -> consul.del("k", true, null)),
    DEL_CAS(consul -> consul.del("k", 7)),
    SESSION_CREATE(consul -> consul.sessionCreate(null, null, null, null)),
    SESSION_CREATE_TTL(
        consul -> consul.sessionCreate(null, null, null, null, Duration.ofSeconds(10))),
    SESSION_DESTROY(consul -> consul.sessionDestroy(ID));

    @SuppressWarnings("ImmutableEnumChecker") // these lambdas hold nothing
    private final Consumer<AppConsul> call;

    Write(Consumer<AppConsul> call) {
      this.call = call;
    }

    ConsulException failure(AppConsul consul) {
      ConsulException failure =
          catchThrowableOfType(ConsulException.class, () -> call.accept(consul));
      return Objects.requireNonNull(failure, () -> this + " did not fail");
    }
  }

  /** Reads each request whole, counts it, then sends some bytes and closes, or stays silent. */
  private static final class RawAgent implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final byte[] answer;
    private final boolean closing;

    RawAgent(String answer, boolean closing) throws IOException {
      this.answer = answer.getBytes(StandardCharsets.US_ASCII);
      this.closing = closing;
      threads.execute(this::accept);
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          threads.execute(() -> serve(socket));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        if (skipRequest(socket.getInputStream())) {
          requests.incrementAndGet();
          socket.getOutputStream().write(answer);
          if (!closing) {
            end.await();
          }
        }
      } catch (IOException e) {
        // The client went away.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static boolean skipRequest(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return false;
        }
        head.append((char) next);
      }
      int length =
          Arrays.stream(head.toString().toLowerCase(Locale.ROOT).split("\r\n"))
              .filter(line -> line.startsWith("content-length:"))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .sum();
      return in.readNBytes(length).length == length;
    }

    AgentAddress address() {
      return new AgentAddress("http", "127.0.0.1", server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      end.countDown();
      server.close();
      threads.shutdownNow();
    }
  }

  private static String answer(int status, String headers, String body) {
    return String.format(
        Locale.ROOT,
        "HTTP/1.1 %d X\r\nContent-Length: %d\r\n%s\r\n%s",
        status,
        body.length(),
        headers,
        body);
  }

  private static void with(AgentAddress address, Consumer<AppConsul> action) {
    try (ConsulBridge bridge =
            new ConsulBridge(AgentSettings.of(address), "one", false, new SimpleMeterRegistry());
        AppConsul consul = bridge.appConsul("shop")) {
      action.accept(consul);
    }
  }

  private static void check(ConsulException failure, Kind kind, Applied applied) {
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.applied()).as(failure.getMessage()).isEqualTo(applied);
  }

  private static void answered(Write write, String answer, Kind kind, Applied applied)
      throws IOException {
    try (RawAgent agent = new RawAgent(answer, true)) {
      with(agent.address(), consul -> check(write.failure(consul), kind, applied));
      assertThat(agent.requests).as("requests of " + write).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void isCertainlyNotDoneWhenNobodyListens(Write write) throws IOException {
    AgentAddress nobody = new AgentAddress("http", "127.0.0.1", FreePort.find());
    with(nobody, consul -> check(write.failure(consul), Kind.UNAVAILABLE, Applied.NO));
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void isCertainlyNotDoneWhenTheNameIsUnknown(Write write) {
    AgentAddress unknown = new AgentAddress("http", "no-such-host.invalid", 8500);
    with(unknown, consul -> check(write.failure(consul), Kind.UNAVAILABLE, Applied.NO));
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void isCertainlyNotDoneWhenTheHandshakeFails(Write write) throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ExecutorService thread = Executors.newSingleThreadExecutor();
      var unused = thread.submit(() -> answerInPlainText(plain));
      AgentAddress address = new AgentAddress("https", "127.0.0.1", plain.getLocalPort());
      with(address, consul -> check(write.failure(consul), Kind.UNAVAILABLE, Applied.NO));
      thread.shutdownNow();
    }
  }

  private static @Nullable Void answerInPlainText(ServerSocket server) throws IOException {
    while (true) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(answer(400, "", "no TLS").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void mayBeDoneWhenTheAnswerIsCutBeforeItBegins(Write write) throws IOException {
    answered(write, "", Kind.UNAVAILABLE, Applied.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void mayBeDoneWhenTheHeadIsCut(Write write) throws IOException {
    answered(write, "HTTP/1.1 200 OK\r\nContent-Le", Kind.UNAVAILABLE, Applied.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void mayBeDoneWhenTheBodyIsCut(Write write) throws IOException {
    answered(
        write,
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntrue",
        Kind.UNAVAILABLE,
        Applied.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void isCertainlyNotDoneWhenThereAreTooManyRequests(Write write) throws IOException {
    answered(write, answer(429, "Retry-After: 0\r\n", "slow down"), Kind.UNAVAILABLE, Applied.NO);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void isCertainlyNotDoneWhenForbidden(Write write) throws IOException {
    answered(write, answer(403, "", "Permission denied"), Kind.FORBIDDEN, Applied.NO);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void isCertainlyNotDoneWithoutALeader(Write write) throws IOException {
    answered(write, answer(500, "", "No cluster leader"), Kind.UNAVAILABLE, Applied.NO);
  }

  @ParameterizedTest
  @EnumSource(value = Write.class, names = "(SET|DEL).*", mode = Mode.MATCH_ALL)
  void isCertainlyNotDoneWhenTheAgentTakesNoSuchKey(Write write) throws IOException {
    String since1215 = "invalid key name, keys should respect the \"^[a-z]+$\" format";
    answered(write, answer(500, "", since1215), Kind.INVALID, Applied.NO);
    answered(write, answer(400, "", "Invalid key name"), Kind.INVALID, Applied.NO);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void mayBeDoneWhenTheServerFails(Write write) throws IOException {
    answered(
        write, answer(500, "", "rpc error making call: EOF"), Kind.UNAVAILABLE, Applied.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Write.class)
  void isNotRepeatedOnRequest(Write write) throws IOException {
    answered(write, answer(503, "Retry-After: 0\r\n", "again"), Kind.UNAVAILABLE, Applied.UNKNOWN);
    answered(write, answer(408, "Retry-After: 0\r\n", "again"), Kind.INVALID, Applied.NO);
    answered(write, answer(307, "Location: /v1/kv/other\r\n", ""), Kind.INVALID, Applied.NO);
  }

  @ParameterizedTest
  @EnumSource(
      value = Write.class,
      names = {"SESSION_CREATE", "SESSION_CREATE_TTL"})
  void aSessionWithoutAnIdMayExist(Write write) throws IOException {
    for (String body : List.of("{}", "null", "[]", "", "<html>", "{\"ID\":null}")) {
      answered(write, answer(200, "", body), Kind.UNAVAILABLE, Applied.UNKNOWN);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Write.class,
      names = {"SET", "SET_CAS", "SET_ACQUIRE", "SET_RELEASE", "DEL_CAS"})
  void mayBeDoneWhenTheAnswerIsNeitherYesNorNo(Write write) throws IOException {
    for (String body : List.of("{}", "null", "[]", "", "<html>")) {
      answered(write, answer(200, "", body), Kind.UNAVAILABLE, Applied.UNKNOWN);
    }
  }

  @Test
  void mayBeDoneWhenTheAgentAcceptsAndIsSilent() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (RawAgent silent = new RawAgent("", false)) {
      with(
          silent.address(),
          consul -> {
            List<Future<ConsulException>> failures = new ArrayList<>();
            for (Write write : Write.values()) {
              failures.add(threads.submit(() -> write.failure(consul)));
            }
            assertThat(failures)
                .allSatisfy(failure -> check(failure.get(), Kind.UNAVAILABLE, Applied.UNKNOWN));
          });
      assertThat(silent.requests).hasValue(Write.values().length);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void isCertainlyNotDoneWhenItCannotBeSent() throws IOException {
    List<Consumer<AppConsul>> wrong =
        List.of(
            consul -> consul.set("", "v"),
            consul -> consul.set("k", "v", null, 1L, ID, null),
            consul -> consul.del("a/../b"),
            consul -> consul.set(" k", "v"),
            consul -> consul.del("k\u00a0"),
            consul -> consul.del("", true, null),
            consul -> consul.del("k", 0),
            consul -> consul.sessionCreate(Duration.ofHours(1), null, null, null),
            consul -> consul.sessionCreate(null, null, null, null, Duration.ZERO),
            consul -> consul.sessionDestroy(""));
    try (RawAgent agent = new RawAgent(answer(200, "", "true"), true)) {
      with(
          agent.address(),
          consul ->
              assertThat(wrong)
                  .allSatisfy(
                      write ->
                          check(
                              catchThrowableOfType(
                                  ConsulException.class, () -> write.accept(consul)),
                              Kind.INVALID,
                              Applied.NO)));
      assertThat(agent.requests).hasValue(0);
    }
  }
}
