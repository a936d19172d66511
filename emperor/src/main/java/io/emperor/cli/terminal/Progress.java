package io.emperor.cli.terminal;

import java.io.PrintWriter;
import picocli.CommandLine;

/** One line on a terminal that says what is waited for, and is wiped out when that is over. */
public final class Progress implements AutoCloseable {

  private static final String WIPED = "\r\033[2K";

  private final PrintWriter err;
  private final boolean terminal;
  private boolean shown;

  public Progress(CommandLine command) {
    err = command.getErr();
    terminal = command.getColorScheme().ansi().enabled();
  }

  public void show(String words) {
    if (terminal) {
      err.print(WIPED + words + " …");
      err.flush();
      shown = true;
    }
  }

  @Override
  public void close() {
    if (shown) {
      err.print(WIPED);
      err.flush();
    }
  }
}
