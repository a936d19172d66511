package io.emperor.provisioning.template;

import io.emperor.base.SafeText;
import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.ParserException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.error.RootAttributeNotFoundException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a template can't be read or rendered, without any value: Pebble's own words of a render may
 * have some, those about what is written in the file have not.
 */
record Failure(String file, int line, @Nullable String word, String what) {

  private static final Pattern QUOTED = Pattern.compile("[\"\\[]([^\"\\]]+)[\"\\]]");

  private static final Map<String, String> KNOWN =
      Map.of(
          "Tried to write more than",
          "renders more than 16 Mi characters; make it render less",
          "Not an iterable object",
          "goes through something that is no list and no map; give for a list",
          "null value given to if",
          "tests null; write … is not null",
          "The argument at position",
          "gives a function, filter or macro more than it takes",
          "The following named argument",
          "gives a function, filter or macro an argument that it does not know",
          "More than one macro",
          "has two macros of one name; rename one");

  /**
   * Of what was thrown while a template was read.
   *
   * @param file where it was, if it does not say so itself
   */
  static Failure ofReading(String file, Throwable thrown) {
    if (thrown instanceof StackOverflowError) {
      return new Failure(file, 1, null, "has brackets too deep in each other; make it flatter");
    }
    if (!(thrown instanceof ParserException parser)) {
      return new Failure(file, 1, null, "can't be read as a template; correct its tags");
    }
    String message = parser.getPebbleMessage().replace(Texts.END, "");
    Matcher quoted = QUOTED.matcher(message);
    return new Failure(
        parser.getFileName() == null ? file : parser.getFileName(),
        line(parser, 1),
        quoted.find() ? quoted.group(1) : null,
        "can't be read: " + SafeText.line(message));
  }

  /** Of what was thrown while a template was rendered, at the place where the run was. */
  static Failure ofRendering(Run run, Throwable thrown, Map<String, String> texts) {
    Throwable cause = root(thrown);
    if (cause instanceof PebbleException failure) {
      String named = failure.getFileName();
      String file = named != null && texts.containsKey(named) ? named : run.file();
      return of(failure, file, line(failure, run.line()), texts.getOrDefault(file, ""));
    }
    return new Failure(run.file(), run.line(), null, other(cause));
  }

  private static int line(PebbleException failure, int otherwise) {
    Integer line = failure.getLineNumber();
    return line == null || line < 1 ? otherwise : line;
  }

  /** What began it: an if wraps what its condition throws. */
  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && !(root instanceof RefusedException)) {
      root = root.getCause();
    }
    return root;
  }

  static @Nullable NotThereException notThere(Throwable thrown) {
    return root(thrown) instanceof NotThereException missing ? missing : null;
  }

  static boolean isFinal(Throwable thrown) {
    Throwable root = root(thrown);
    return root instanceof StackOverflowError
        || (root instanceof RefusedException refused && refused.isFinal())
        || (root instanceof PebbleException failure
            && String.valueOf(failure.getPebbleMessage()).startsWith("Tried to write"));
  }

  private static Failure of(PebbleException failure, String file, int line, String text) {
    if (failure instanceof RefusedException) {
      return new Failure(file, line, null, failure.getPebbleMessage());
    }
    if (failure instanceof AttributeNotFoundException missing) {
      String name = String.valueOf(missing.getAttributeName());
      boolean isWritten = Place.stands(text, line, name);
      String shown = isWritten ? SafeText.name(name) : "what it asks for";
      boolean isVariable =
          failure instanceof RootAttributeNotFoundException
              && failure.getPebbleMessage().startsWith("Root");
      return new Failure(
          file,
          line,
          isWritten ? name : null,
          isVariable
              ? "knows no variable " + shown + "; set it before, or correct its name"
              : "finds no "
                  + shown
                  + " in what stands before it; correct the name, or write"
                  + " | default(\"…\")");
    }
    String message = String.valueOf(failure.getPebbleMessage());
    return new Failure(
        file,
        line,
        null,
        KNOWN.entrySet().stream()
            .filter(known -> message.startsWith(known.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(other(failure)));
  }

  private static String other(Throwable cause) {
    if (cause instanceof StackOverflowError) {
      return "goes too deep; end what calls itself";
    }
    return cause instanceof ArithmeticException
        ? "divides by zero, or by something as good as that"
        : "can't be worked out; see what kinds of values its operators and filters are given";
  }
}
