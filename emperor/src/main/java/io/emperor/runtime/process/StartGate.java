package io.emperor.runtime.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a program back whose process is there already: whoever has to know the process can be told
 * of it before the program does anything. One that is never let in ends with the emperor. Thread
 * safe.
 */
public final class StartGate implements Conversation {

  /** The process stays the same. Its output goes one way, as that of any program. */
  private static final List<String> SHELL =
      List.of("/bin/sh", "-c", "read -r go && exec \"$@\" < /dev/null 1>&2", "sh");

  private static final byte[] GO = "go\n".getBytes(StandardCharsets.US_ASCII);

  private volatile @Nullable OutputStream stream;

  @Override
  public void open(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public boolean take(String line) {
    return false;
  }

  @Override
  public List<String> before() {
    return SHELL;
  }

  /**
   * Has the program begin, once.
   *
   * @throws IOException if its process is not there
   */
  public void pass() throws IOException {
    OutputStream held = stream;
    if (held == null) {
      throw new IOException("it has not been started");
    }
    try (held) {
      held.write(GO);
    }
  }
}
