package io.emperor.config.file;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A configuration can't be used. The message is one line with all its problems, as far as that is
 * of a length to be read.
 */
public final class InvalidConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 2_000;

  private final transient List<Problem> problems;
  private final int more;

  InvalidConfigException(List<Problem> problems, int more) {
    super(message(problems, more));
    this.problems = List.copyOf(problems);
    this.more = more;
  }

  /**
   * What is wrong.
   *
   * @return at least one problem, in the order of the layers, the weakest first, and of their lines
   */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * What is wrong, for people.
   *
   * @return a line for each problem, and one that says how many more there are, if there are
   */
  public List<String> lines() {
    Stream<String> told = problems.stream().map(Problem::toString);
    return more == 0 ? told.toList() : Stream.concat(told, Stream.of(rest(more))).toList();
  }

  private static String message(List<Problem> problems, int more) {
    StringBuilder message = new StringBuilder(problems.get(0).toString());
    for (int at = 1; at < problems.size(); at++) {
      String next = problems.get(at).toString();
      if (message.length() + next.length() > LONGEST) {
        return message + "; " + rest(more + problems.size() - at);
      }
      message.append("; ").append(next);
    }
    return more == 0 ? message.toString() : message + "; " + rest(more);
  }

  private static String rest(int more) {
    return String.format(Locale.ROOT, "and %,d more", more);
  }
}
