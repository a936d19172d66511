package io.emperor.inputs;

import io.emperor.provisioning.program.Command;
import io.emperor.runtime.process.Conversation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program's whole standard input, which it may ignore, and all that it prints. */
final class GivenInput implements Conversation {

  private static final Logger log = LoggerFactory.getLogger(GivenInput.class);

  private final Command command;
  private final Executor blocking;

  /**
   * For one program.
   *
   * @param blocking writes, which takes as long as the program does not read
   */
  GivenInput(Command command, Executor blocking) {
    this.command = command;
    this.blocking = blocking;
  }

  @Override
  public boolean isWithErrors() {
    return true;
  }

  @Override
  public @Nullable OutputStream answer() {
    return command.answer();
  }

  @Override
  public void open(OutputStream stream) {
    blocking.execute(() -> write(stream));
  }

  private void write(OutputStream stream) {
    try (stream) {
      stream.write(command.input());
    } catch (IOException e) {
      log.debug("a program did not read all of its input: {}", e.toString());
    }
  }

  @Override
  public boolean take(String line) {
    command.output().accept(line);
    return true;
  }
}
