package io.emperor.cli.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to systemd through its own {@code systemd-notify}, because Java can't send a datagram over
 * a Unix socket. Of one thread alone.
 */
final class SystemdNotify implements ServiceManager.Messenger {

  private static final Logger log = LoggerFactory.getLogger(SystemdNotify.class);

  /** The tool itself waits five seconds for systemd to have read the message. */
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final String tool;
  private final String socket;
  private boolean complained;

  /**
   * Runs nothing yet.
   *
   * @param tool its name or its path
   * @param socket the value of {@code NOTIFY_SOCKET}
   */
  SystemdNotify(String tool, String socket) {
    this.tool = tool;
    this.socket = socket;
  }

  @Override
  public void send(List<String> assignments) {
    List<String> words = new ArrayList<>(List.of(tool));
    words.addAll(assignments);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("NOTIFY_SOCKET", socket);
    try {
      await(builder.start());
    } catch (IOException e) {
      complain(
          "systemd asks for notices, and " + tool + " can't be run: " + e.getMessage(),
          "install it, or use Type=exec and no WatchdogSec in the unit");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      complain(tool + " does not end", "look whether systemd is well");
    } else if (process.exitValue() != 0) {
      complain(
          tool + " failed: " + firstLine(process), "look whether " + socket + " can be written");
    }
  }

  private static String firstLine(Process process) throws IOException {
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      return line == null ? "status " + process.exitValue() : line;
    }
  }

  /** Once: it would be the same with every sign of life. */
  private void complain(String what, String remedy) {
    if (!complained) {
      complained = true;
      log.warn("{}: {}", what, remedy);
    }
  }
}
