package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningSocketsTest {

  @TempDir Path proc;

  @Test
  void ofAProcessThatHasEndedNothingIsTold() {
    assertThat(new ListeningSockets(proc).of(17)).isEmpty();
  }

  @Test
  void linesThatNobodyUnderstandsAreNothing() throws IOException {
    Path net = Files.createDirectories(proc.resolve("17/net"));
    Path fd = Files.createDirectories(proc.resolve("17/fd"));
    Files.createSymbolicLink(fd.resolve("3"), Path.of("socket:[5]"));
    Files.writeString(net.resolve("tcp"), "0: nonsense 0 0A 0 0 0 0 0 5\n\nshort\n");

    assertThat(new ListeningSockets(proc).of(17)).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsWhatLinuxTells() throws IOException {
    ListeningSockets real = new ListeningSockets(Path.of("/proc"));
    InetAddress four = InetAddress.getLoopbackAddress();
    InetAddress six = InetAddress.getAllByName("::1")[0];
    try (ServerSocket first = new ServerSocket(0, 0, four);
        ServerSocket second = new ServerSocket(0, 0, six)) {
      assertThat(real.of(ProcessHandle.current().pid()))
          .contains(
              new InetSocketAddress(four, first.getLocalPort()),
              new InetSocketAddress(six, second.getLocalPort()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0.0.0:8080|: it listens on 8080, not on PORT 20123: pass it $PORT",
        "[::1]:9090 127.0.0.1:8080 [::]:8080|: it listens on 8080 and 9090, not on PORT 20123: pass it $PORT",
        "10.0.0.5:20123 0.0.0.0:81|: it listens on 10.0.0.5:20123 alone: name that by check-tcp or check-http",
        "10.0.0.5:20123 [::]:20123|''",
        "''|''",
      })
  void saysWhatToDo(String places, String words) {
    List<InetSocketAddress> sockets =
        places
            .lines()
            .flatMap(line -> List.of(line.split(" ")).stream())
            .filter(place -> !place.isEmpty())
            .map(place -> place.replace("[", "").replace("]", ""))
            .map(ListeningSocketsTest::socket)
            .toList();

    assertThat(ListeningWords.of(sockets, 20_123, 20_123)).isEqualTo(words);
    assertThat(ListeningWords.of(sockets, 0, 20_123)).isEmpty();
  }

  @Test
  void aPortOfTheConfigurationsIsNotPassedOn() {
    assertThat(ListeningWords.of(List.of(socket("::1:8080")), 9090, 20_123))
        .isEqualTo(": it listens on 8080, not on 9090");
  }

  private static InetSocketAddress socket(String place) {
    int colon = place.lastIndexOf(':');
    return new InetSocketAddress(
        place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
  }
}
