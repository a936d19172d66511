package io.emperor.provisioning.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The JDK's regular expression as JSON Schema has it, which looks at a value for so long only: a
 * pattern that tries everything there is in it does not match.
 */
public final class BoundedRegex implements RegularExpression {

  /** Characters, each as often as it is looked at. */
  private static final int MOST_LOOKS = 2_000_000;

  /** One that a hand wrote; a value can be asked to be one, too. */
  private static final int LONGEST = 4096;

  private final Pattern pattern;

  /**
   * Compiles it.
   *
   * @throws PatternSyntaxException if it is none, or too long a one
   */
  public BoundedRegex(String regex) {
    if (regex.length() > LONGEST) {
      throw new PatternSyntaxException("it is too long", "", -1);
    }
    this.pattern = Pattern.compile(withStrictEnd(regex));
  }

  /** To JavaScript, the end is the end; to Java, a line's end may follow. */
  private static String withStrictEnd(String regex) {
    StringBuilder strict = new StringBuilder(regex.length() + 2);
    boolean inClass = false;
    for (int at = 0; at < regex.length(); at++) {
      char next = regex.charAt(at);
      if (next == '\\' && at + 1 < regex.length()) {
        strict.append(next).append(regex.charAt(++at));
        continue;
      }
      inClass = next == '[' || (inClass && next != ']');
      strict.append(next == '$' && !inClass ? "\\z" : String.valueOf(next));
    }
    return strict.toString();
  }

  @Override
  public boolean matches(String value) {
    try {
      return pattern
          .matcher(new Looks(value, 0, value.length(), new AtomicInteger(MOST_LOOKS)))
          .find();
    } catch (TooManyLooksException | StackOverflowError e) {
      return false;
    }
  }

  /** A text that counts down how often it is looked at. */
  private record Looks(String text, int start, int end, AtomicInteger left)
      implements CharSequence {

    @Override
    public int length() {
      return end - start;
    }

    @Override
    public char charAt(int index) {
      if (left.decrementAndGet() < 0) {
        throw new TooManyLooksException();
      }
      return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new Looks(text, start + from, start + to, left);
    }

    @Override
    public String toString() {
      return text.substring(start, end);
    }
  }

  private static final class TooManyLooksException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyLooksException() {
      super("a pattern looks too often at a value", null, false, false);
    }
  }
}
