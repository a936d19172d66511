package io.emperor.provisioning.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes rules of one file's YAML. What is wrong with it becomes problems. */
final class RuleReader {

  private static final List<String> FILE_KEYS = List.of("rules", "format");
  private static final List<String> RULE_KEYS =
      List.of("when", "do", "op", "once", "again", "stdin");

  /** The one that has {@code rule} around each. */
  private static final int FORMAT = 1;

  private static final int LONGEST_KEY = 80;

  private final YamlTree tree;
  private final Path directory;
  private final List<String> problems;

  /**
   * Of a file.
   *
   * @param tree what is in it
   * @param file where it is
   * @param problems takes what is wrong, a line each
   */
  RuleReader(YamlTree tree, Path file, List<String> problems) {
    this.tree = tree;
    this.directory = file.toAbsolutePath().normalize().resolveSibling("");
    this.problems = problems;
  }

  /** The rules of a file that holds nothing else. */
  List<Rule> file() {
    JsonNode root = tree.root();
    if (!root.isObject()) {
      add("", "is not what a file of rules is; write a map with the key rules");
      return List.of();
    }
    requireKnown("", root, FILE_KEYS);
    JsonNode format = root.path("format");
    if (!format.isMissingNode() && !(format.isInt() && format.intValue() == FORMAT)) {
      add("/format", "format: is none that is known; write 1, or leave it out");
    }
    return list("/rules");
  }

  /** The rules of a list, with places like {@code rules[2]}. */
  List<Rule> list(String pointer) {
    JsonNode list = tree.root().at(pointer);
    if (!list.isArray()) {
      add(pointer, name(pointer) + ": is no list; write one of rules");
      return List.of();
    }
    List<Rule> rules = new ArrayList<>();
    for (int index = 0; index < list.size(); index++) {
      rule(pointer + "/" + index, list.get(index)).ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<Rule> rule(String pointer, JsonNode item) {
    String inner = pointer + "/rule";
    boolean wrapped = item.size() == 1 && item.has("rule");
    return new Item(wrapped ? inner : pointer, name(pointer), wrapped ? item.get("rule") : item)
        .rule();
  }

  /** {@code /rules/2} is {@code rules[2]} for people. */
  private static String name(String pointer) {
    return pointer.substring(1).replaceAll("/([0-9]+)", "[$1]").replace('/', '.');
  }

  private void requireKnown(String pointer, JsonNode map, List<String> known) {
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      String key = each.getKey();
      if (!known.contains(key)) {
        String label = pointer.isEmpty() ? "" : name(pointer) + ": ";
        add(
            pointer + JsonPointer.empty().appendProperty(key),
            label
                + SafeText.escaped(key, LONGEST_KEY)
                + ": is no key; "
                + NearestName.remedy(key, known));
      }
    }
  }

  private void add(String pointer, String words) {
    problems.add(tree.place(pointer) + ": " + words);
  }

  /** One rule. */
  private final class Item {

    private final String pointer;
    private final String name;
    private final JsonNode map;
    private final int problemsBefore = problems.size();

    Item(String pointer, String name, JsonNode map) {
      this.pointer = pointer;
      this.name = name;
      this.map = map;
    }

    Optional<Rule> rule() {
      if (!map.isObject()) {
        wrong("", "is no rule; write a map with the keys when and do");
        return Optional.empty();
      }
      requireKnown(pointer, map, RULE_KEYS);
      When when = when();
      String handler = handler();
      boolean again = again();
      HandlerInput input = input();
      return problems.size() > problemsBefore
          ? Optional.empty()
          : Optional.of(new Rule(when.operator(), when.keys(), handler, directory, again, input));
    }

    private When when() {
      try {
        return When.of(map.get("when"), operator());
      } catch (IllegalArgumentException e) {
        wrong("when", String.valueOf(e.getMessage()));
        return When.NOTHING;
      }
    }

    private @Nullable Operator operator() {
      JsonNode op = map.path("op");
      return op.isMissingNode() ? null : oneOf("op", op, Operator.values()).orElse(null);
    }

    private HandlerInput input() {
      JsonNode stdin = map.path("stdin");
      return stdin.isMissingNode()
          ? HandlerInput.FLAT
          : oneOf("stdin", stdin, HandlerInput.values()).orElse(HandlerInput.FLAT);
    }

    private <E extends Enum<E>> Optional<E> oneOf(String key, JsonNode word, E[] all) {
      for (E each : all) {
        if (word.isTextual() && each.name().toLowerCase(Locale.ROOT).equals(word.textValue())) {
          return Optional.of(each);
        }
      }
      List<String> words =
          List.of(all).stream().map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
      wrong(key, "is none that is known; write " + String.join(" or ", words));
      return Optional.empty();
    }

    private String handler() {
      JsonNode handler = map.path("do");
      String text = handler.asText().strip();
      if (!handler.isTextual() || text.isEmpty() || text.indexOf('\0') >= 0) {
        wrong(
            "do",
            handler.isMissingNode() ? "is missing; name a handler" : "is no handler; name one");
      }
      return text;
    }

    /** The two keys say the same, each the other way round. */
    private boolean again() {
      Boolean again = flag("again");
      Boolean once = flag("once");
      if (again != null && again.equals(once)) {
        wrong("once", "says the opposite of again; remove one");
      }
      return again != null ? again : once != null && !once;
    }

    private @Nullable Boolean flag(String key) {
      JsonNode flag = map.path(key);
      if (flag.isMissingNode()) {
        return null;
      }
      if (!flag.isBoolean()) {
        wrong(key, "is neither true nor false; write one of them");
        return null;
      }
      return flag.booleanValue();
    }

    private void wrong(String key, String words) {
      add(
          pointer + (key.isEmpty() ? "" : "/" + key),
          name + ": " + (key.isEmpty() ? "" : key + ": ") + words);
    }
  }
}
