package io.emperor.provisioning.membership;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Brings a running HAProxy to what its files say, without a reload, by its runtime API. The socket
 * has to be one of {@code level admin}. Safe for use by many threads, but two that bring it to
 * different files undo each other's work.
 */
final class HaproxyRuntime {

  /** So many stay below the 16 KB that HAProxy takes in one line. */
  private static final int TOGETHER = 30;

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final RuntimeSocket socket;

  /**
   * Connects to nothing yet.
   *
   * @param address of a Unix domain socket, or of TCP
   */
  HaproxyRuntime(SocketAddress address) {
    this.socket = new RuntimeSocket(address, LIMIT);
  }

  /**
   * Changes what differs, and looks whether it took.
   *
   * @param wanted the slots by the names of their backends
   * @return the backends and servers that HAProxy does not have: it has to read its files for them
   * @throws IOException if it can't be reached, or does not do it; the message goes on after its
   *     address
   */
  List<String> bringTo(Map<String, Slots> wanted) throws IOException {
    SlotChanges changes = changes(wanted);
    String answers = run(changes.commands());
    if (!changes.commands().isEmpty()) {
      List<String> left = changes(wanted).commands();
      if (!left.isEmpty()) {
        throw new IOException(
            "does not do \"" + left.get(0) + "\", and says: " + SafeText.line(answers));
      }
    }
    return changes.missing();
  }

  private SlotChanges changes(Map<String, Slots> wanted) throws IOException {
    return SlotChanges.between(wanted, ServerState.read(socket.ask("show servers state")));
  }

  private String run(List<String> commands) throws IOException {
    StringBuilder answers = new StringBuilder();
    for (int from = 0; from < commands.size(); from += TOGETHER) {
      int to = Math.min(from + TOGETHER, commands.size());
      answers.append(socket.ask(String.join(";", commands.subList(from, to))));
    }
    return answers.toString();
  }
}
