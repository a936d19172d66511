package io.emperor.provisioning.rule;

import io.emperor.base.SafeText;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes what one run of a handler prints to the log, up to a limit, which is told once. */
final class HandlerOutput implements Consumer<String> {

  private static final Logger log = LoggerFactory.getLogger(HandlerOutput.class);

  private static final int MOST_LINES = 1000;
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final String handler;
  private final Level level;
  private int lines;
  private int characters;

  HandlerOutput(String handler, boolean aloud) {
    this.handler = handler;
    this.level = aloud ? Level.INFO : Level.DEBUG;
  }

  @Override
  public void accept(String line) {
    if (isFull()) {
      return;
    }
    lines++;
    characters += line.length();
    log.atLevel(level).log("{}: {}", handler, SafeText.escaped(line, character -> character < ' '));
    if (isFull()) {
      log.atLevel(level).log("{}: what else this run prints is left out", handler);
    }
  }

  private boolean isFull() {
    return lines >= MOST_LINES || characters >= MOST_CHARACTERS;
  }
}
