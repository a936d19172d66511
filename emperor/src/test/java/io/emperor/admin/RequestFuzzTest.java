package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends to the admin endpoint is answered as HTTP has it, or hung up on. */
class RequestFuzzTest {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
  private static final int LONGEST_MILLIS = 20_000;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

  @TempDir static Path directory;

  private static @Nullable AdminRig opened;

  @AfterAll
  static void close() {
    if (opened != null) {
      opened.close();
    }
  }

  /**
   * With the first input: Jazzer, which takes any connection for one its input asked for, is here.
   */
  private static AdminRig admin() throws IOException {
    if (opened == null) {
      SilentCloseable unused =
          BugDetectors.allowNetworkConnections((host, port) -> LOOPBACK.contains(host));
      opened = new AdminRig(directory, null);
    }
    return opened;
  }

  @FuzzTest(maxDuration = "60s")
  void isAnsweredOrHungUpOn(byte[] request) throws IOException {
    String begin = beginOfAnswer(request);

    Matcher status = STATUS.matcher(begin);
    assertThat(begin.isEmpty() || status.lookingAt()).as(begin).isTrue();
    assertThat(begin).as("what is asked is at fault, not who answers").doesNotEndWith(" 500");
  }

  /** As much of the first answer as tells its status: some have no end. */
  private static String beginOfAnswer(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin().uri("/").getPort())) {
      socket.setSoTimeout(LONGEST_MILLIS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      InputStream answer = socket.getInputStream();
      return new String(answer.readNBytes(12), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return ""; // the endpoint would not hear it to its end
    }
  }
}
