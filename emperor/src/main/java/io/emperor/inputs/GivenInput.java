package io.emperor.inputs;

import io.emperor.runtime.process.Conversation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program's whole standard input, which it may ignore, and all that it prints. */
final class GivenInput implements Conversation {

  private static final Logger log = LoggerFactory.getLogger(GivenInput.class);

  private final String input;
  private final Consumer<String> output;
  private final Executor blocking;

  /**
   * For one program.
   *
   * @param blocking writes, which takes as long as the program does not read
   */
  GivenInput(String input, Consumer<String> output, Executor blocking) {
    this.input = input;
    this.output = output;
    this.blocking = blocking;
  }

  @Override
  public boolean isWithErrors() {
    return true;
  }

  @Override
  public void open(OutputStream stream) {
    blocking.execute(() -> write(stream));
  }

  private void write(OutputStream stream) {
    try (stream) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.debug("a program did not read all of its input: {}", e.toString());
    }
  }

  @Override
  public boolean take(String line) {
    output.accept(line);
    return true;
  }
}
