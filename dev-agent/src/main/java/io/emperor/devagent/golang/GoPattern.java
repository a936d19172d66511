package io.emperor.devagent.golang;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A regular expression of Go's. It takes time in proportion to the text that it is tried on. */
public record GoPattern(Pattern pattern) {

  private static final int LONGEST = 1_000;
  private static final int LARGEST = 10_000;
  private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{1,4}))?");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException in Go's words
   */
  public static GoPattern compile(String text) {
    if (text.length() > LONGEST || size(text) > LARGEST) {
      throw new IllegalArgumentException(
          "the dev agent takes no regular expression of more than 1,000 characters, or with that"
              + " many repetitions");
    }
    try {
      return new GoPattern(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("error parsing regexp: " + complaint(e, text), e);
    }
  }

  /** A bound for what it unfolds to: repetitions are inside one another if a group is repeated. */
  public static long size(String text) {
    boolean nests = text.contains("){");
    long size = text.length();
    Matcher repetitions = REPETITION.matcher(text);
    while (size <= LARGEST && repetitions.find()) {
      int most = Integer.parseInt(repetitions.group(repetitions.group(2) == null ? 1 : 2));
      size = nests ? size * Math.max(1, most) : size + most;
    }
    return Math.min(size, LARGEST + 1);
  }

  /** Where the library's words are not Go's. */
  private static String complaint(PatternSyntaxException e, String text) {
    if (String.valueOf(e.getPattern()).equals("stack underflow")) {
      return "unexpected ): `" + text + "`";
    }
    return e.getDescription() + ": `" + (e.getPattern() == null ? "" : e.getPattern()) + "`";
  }

  /** Whether it is found in everything. */
  public boolean isEmpty() {
    return pattern.pattern().isEmpty();
  }

  public boolean isFoundIn(String text) {
    return pattern.matcher(text).find();
  }
}
