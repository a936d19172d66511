package io.emperor.provisioning.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A program and all that it is given.
 *
 * @param words the program as an absolute path, and its arguments
 * @param environment all that it has: nothing is inherited
 * @param directory where it runs
 * @param input its standard input, as UTF-8; whether it reads it is its own affair
 * @param limit how long it may run
 * @param output takes the lines that it prints to either output, one at a time
 */
public record Command(
    List<String> words,
    Map<String, String> environment,
    Path directory,
    String input,
    Duration limit,
    Consumer<String> output) {

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** Leaves out what may be a secret. */
  @Override
  public String toString() {
    return "Command[" + words.get(0) + "]";
  }
}
