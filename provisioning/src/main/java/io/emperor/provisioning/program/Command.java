package io.emperor.provisioning.program;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program and all that it is given.
 *
 * @param words the program as an absolute path, and its arguments
 * @param environment all that it has: nothing is inherited
 * @param directory where it runs
 * @param input its standard input; whether it reads it is its own affair
 * @param limit how long it may run
 * @param output takes the lines that it prints to either output, one at a time
 * @param answer takes its standard output as it is, of which {@code output} has no lines then;
 *     {@code null} if that is nothing but lines. It never blocks, and may be written to by a thread
 *     of its own until the program has ended
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two, or changes what one is given
public record Command(
    List<String> words,
    Map<String, String> environment,
    Path directory,
    byte[] input,
    Duration limit,
    Consumer<String> output,
    @Nullable OutputStream answer) {

  /** One that prints lines. */
  public Command(
      List<String> words,
      Map<String, String> environment,
      Path directory,
      String input,
      Duration limit,
      Consumer<String> output) {
    this(
        words, environment, directory, input.getBytes(StandardCharsets.UTF_8), limit, output, null);
  }

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
