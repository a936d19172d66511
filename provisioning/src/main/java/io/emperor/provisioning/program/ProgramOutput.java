package io.emperor.provisioning.program;

import io.emperor.base.SafeText;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what one run of a program prints to the log, up to a limit, which is told once. For one
 * thread at a time.
 */
public final class ProgramOutput implements Consumer<String> {

  private static final Logger log = LoggerFactory.getLogger(ProgramOutput.class);

  private static final int MOST_LINES = 1000;
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final String program;
  private final Level level;
  private int lines;
  private int characters;

  /**
   * Of one run.
   *
   * @param program its name as each line begins with it
   * @param aloud whether it is information for everybody, and not for debugging alone
   */
  public ProgramOutput(String program, boolean aloud) {
    this.program = program;
    this.level = aloud ? Level.INFO : Level.DEBUG;
  }

  @Override
  public void accept(String line) {
    if (isFull()) {
      return;
    }
    lines++;
    characters += line.length();
    log.atLevel(level).log("{}: {}", program, SafeText.escaped(line, character -> character < ' '));
    if (isFull()) {
      log.atLevel(level).log("{}: what else this run prints is left out", program);
    }
  }

  private boolean isFull() {
    return lines >= MOST_LINES || characters >= MOST_CHARACTERS;
  }
}
