package io.emperor.provisioning.template;

import io.emperor.base.SafeText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Says what to write for what somebody wrote in the language of consul-template, which is Go's. */
public final class GoTemplates {

  private static final int LONGEST = 100;
  private static final int MOST = 50;

  private final List<String> hints = new ArrayList<>();

  /** What {@code end} ends, the innermost first. */
  private final Deque<String> open = new ArrayDeque<>();

  private GoTemplates() {}

  /**
   * Looks through a text.
   *
   * @param file its name, as it is shown
   * @return {@code file:line: what is there: what to write}, a line for each of the first 50; none
   *     if nothing looks like a Go template
   */
  public static List<String> hint(String file, String text) {
    GoTemplates found = new GoTemplates();
    int line = 1;
    int seen = 0;
    for (int begin = text.indexOf("{{");
        begin >= 0 && found.hints.size() < MOST;
        begin = text.indexOf("{{", begin + 2)) {
      int end = text.indexOf("}}", begin);
      if (end < 0) {
        break;
      }
      line += (int) text.substring(seen, begin).chars().filter(each -> each == '\n').count();
      seen = begin;
      String whole = text.substring(begin, end + 2);
      String place = SafeText.name(file) + ":" + line + ": ";
      found
          .instead(inner(text.substring(begin + 2, end)))
          .ifPresent(
              instead ->
                  found.hints.add(
                      place + SafeText.escaped(whole, LONGEST) + " is Go's: " + instead));
    }
    return found.hints;
  }

  private static String inner(String text) {
    String inner = text.startsWith("-") ? text.substring(1) : text;
    return (inner.endsWith("-") ? inner.substring(0, inner.length() - 1) : inner).strip();
  }

  private Optional<String> instead(String inner) {
    if (inner.startsWith("/*")) {
      return Optional.of("write {# … #}");
    }
    GoAction action = GoAction.of(inner);
    return switch (action.first()) {
      case "range" -> opened("range", action, range(action.from(1)));
      case "if" -> opened("if", action, "{% if " + condition(action.from(1)) + " %}");
      case "with" -> opened("with", action, with(action.from(1)));
      case "else" -> otherwise(action);
      case "end" -> action.size() == 1 ? end() : Optional.empty();
      default -> plain(action);
    };
  }

  private Optional<String> opened(String word, GoAction action, String instead) {
    if (action.size() < 2) {
      return Optional.empty();
    }
    open.push(word);
    return Optional.of(
        action.from(1).otherwise().orElse("write " + SafeText.escaped(instead, LONGEST)));
  }

  private static String range(GoAction over) {
    String name = "item";
    GoAction list = over;
    if (over.word(0).startsWith("$")) {
      int at = over.word(1).equals(":=") ? 2 : over.word(2).equals(":=") ? 3 : 0;
      name = at == 0 ? name : over.word(at - 2).replace("$", "").replace(",", "");
      list = over.from(at);
    }
    return "{% for " + name + " in " + called(list) + " %}";
  }

  /** A function without arguments has brackets here. */
  private static String called(GoAction list) {
    String translated = list.translated();
    return translated.equals("services") || translated.equals("nodes")
        ? translated + "()"
        : translated;
  }

  private static String condition(GoAction condition) {
    return switch (condition.first()) {
      case "eq" -> condition.value(1) + " == " + condition.value(2);
      case "ne" -> condition.value(1) + " != " + condition.value(2);
      case "not" -> "not " + condition.from(1).translated();
      case "and", "or" -> "a " + condition.first() + " b";
      default -> condition.translated();
    };
  }

  private static String with(GoAction value) {
    boolean isNamed = value.word(1).equals(":=");
    return "{% set "
        + (isNamed ? value.word(0).replace("$", "") : "item")
        + " = "
        + called(value.from(isNamed ? 2 : 0))
        + " %}";
  }

  private static Optional<String> otherwise(GoAction action) {
    return Optional.of(
        action.word(1).equals("if")
            ? "write {% elseif " + condition(action.from(2)) + " %}"
            : "write {% else %}");
  }

  private Optional<String> end() {
    String ended = open.poll();
    return Optional.of(
        switch (ended == null ? "" : ended) {
          case "range" -> "write {% endfor %}";
          case "if" -> "write {% endif %}";
          case "with" -> "leave it out; a variable needs no end";
          default -> "write {% endfor %}, {% endif %} or {% endmacro %}";
        });
  }

  private static Optional<String> plain(GoAction action) {
    if (action.word(1).equals(":=") || action.word(1).equals("=")) {
      return action.first().startsWith("$")
          ? Optional.of(
              "write {% set "
                  + action.first().substring(1)
                  + " = "
                  + called(action.from(2))
                  + " %}")
          : Optional.empty();
    }
    Optional<String> otherwise = action.otherwise();
    if (otherwise.isPresent()) {
      return otherwise;
    }
    if (action.first().startsWith(".Data")) {
      return Optional.of("keep secrets in credentials: or in keys; Vault is not asked");
    }
    return action.isOfGo()
        ? Optional.of("write {{ " + SafeText.escaped(action.translated(), LONGEST) + " }}")
        : Optional.empty();
  }
}
