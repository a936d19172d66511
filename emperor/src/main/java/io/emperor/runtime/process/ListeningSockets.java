package io.emperor.runtime.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where processes take TCP connections, where the system tells it in files as Linux does. Asks anew
 * each time. Thread safe.
 */
final class ListeningSockets {

  private static final String LISTENS = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int HEX = 16;
  private static final int WORD = 8; // digits of four bytes

  private final Path proc;

  /**
   * Looks at a system.
   *
   * @param proc where it tells of its processes, {@code /proc}
   */
  ListeningSockets(Path proc) {
    this.proc = proc;
  }

  /** The addresses of one process; none if it has ended, or is another user's. */
  List<InetSocketAddress> of(long pid) {
    Path process = proc.resolve(Long.toString(pid));
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      Map<String, InetSocketAddress> listening = listening(process.resolve("net"));
      return open.map(ListeningSockets::target)
          .flatMap(target -> Optional.ofNullable(listening.get(target)).stream())
          .distinct()
          .toList();
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed just now
    }
  }

  /** By what a process' descriptor of such a socket leads to. */
  private static Map<String, InetSocketAddress> listening(Path net) throws IOException {
    Map<String, InetSocketAddress> sockets = new HashMap<>();
    for (String line : lines(net)) {
      List<String> words = List.of(line.strip().split("\\s+", -1));
      if (words.size() > INODE && words.get(STATE).equals(LISTENS)) {
        sockets.put("socket:[" + words.get(INODE) + "]", address(words.get(LOCAL_ADDRESS)));
      }
    }
    return sockets;
  }

  private static Collection<String> lines(Path net) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = net.resolve(table);
      if (Files.exists(file)) { // a kernel may have no IPv6
        lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
      }
    }
    return lines;
  }

  /** Words of four bytes each, as they stand in memory. */
  private static InetSocketAddress address(String text) throws UnknownHostException {
    int colon = text.indexOf(':');
    ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
    for (int at = 0; at < colon; at += WORD) {
      bytes.putInt(Integer.parseUnsignedInt(text.substring(at, at + WORD), HEX));
    }
    return new InetSocketAddress(
        InetAddress.getByAddress(bytes.array()), Integer.parseInt(text.substring(colon + 1), HEX));
  }
}
