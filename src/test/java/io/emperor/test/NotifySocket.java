package io.emperor.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What systemd listens on: a Unix socket for datagrams. Python holds it, because Java can't. */
final class NotifySocket implements AutoCloseable {

  private static final String LISTENER =
      """
      import socket, sys
      listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      listening.bind(sys.argv[1])
      print("listening", flush=True)
      while True:
          print(listening.recv(65536).decode(), flush=True)
      """;

  private final Process python;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private NotifySocket(Process python) {
    this.python = python;
    Thread reader = new Thread(this::read, "notices");
    reader.setDaemon(true);
    reader.start();
  }

  static NotifySocket bind(Path path) throws IOException {
    NotifySocket socket =
        new NotifySocket(
            new ProcessBuilder("python3", "-c", LISTENER, path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    socket.await("listening");
    return socket;
  }

  private void read() {
    try (BufferedReader output = python.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("(ended: " + e + ")");
    }
  }

  /** The next line that is this one, waited for; those before it are forgotten. */
  void await(String wanted) {
    StringBuilder seen = new StringBuilder();
    try {
      for (String line = ""; !line.equals(wanted); ) {
        line = lines.poll(30, TimeUnit.SECONDS);
        if (line == null) {
          throw new AssertionError("no " + wanted + " after:\n" + seen);
        }
        seen.append(line).append('\n');
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    python.destroyForcibly();
  }
}
