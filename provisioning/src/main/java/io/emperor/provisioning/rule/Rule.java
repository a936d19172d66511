package io.emperor.provisioning.rule;

import java.nio.file.Path;
import java.util.List;

/**
 * Which handler runs once which keys are there and valid.
 *
 * @param operator how many of the keys it takes
 * @param keys dotted; the first component of each is its interface; at least one
 * @param handler a program: its name on the path, absolute, or with a slash from the directory of
 *     the file that names it
 * @param directory of that file
 * @param again whether it runs again when what it is given has changed
 * @param input how it is given to it
 */
public record Rule(
    Operator operator,
    List<String> keys,
    String handler,
    Path directory,
    boolean again,
    HandlerInput input) {

  public Rule {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a rule waits for one key at least");
    }
  }

  /** As messages have it: {@code rule configure-db (all: mysql, redis)}. */
  @Override
  public String toString() {
    return "rule " + handler + " (" + operator.word() + ": " + String.join(", ", keys) + ")";
  }
}
