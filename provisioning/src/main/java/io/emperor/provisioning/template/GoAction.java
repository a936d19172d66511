package io.emperor.provisioning.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The inside of one pair of brackets of a Go template: words, and pipes between them. */
final class GoAction {

  private static final Pattern WORD =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|`[^`]*+`|:=|\\||[()]|[^\\s|()\"`:]++|:", Pattern.DOTALL);

  /** Those of our functions that are called by consul-template's names. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "key",
          "keyOrDefault",
          "keyExists",
          "ls",
          "tree",
          "service",
          "services",
          "nodes",
          "env",
          "file",
          "parseJSON",
          "toJSON",
          "toYAML",
          "base64Encode",
          "base64Decode");

  /** Its functions whose likes are filters here. */
  private static final Map<String, String> FILTERS =
      Map.ofEntries(
          Map.entry("toLower", "lower"),
          Map.entry("toUpper", "upper"),
          Map.entry("toTitle", "title"),
          Map.entry("trimSpace", "trim"),
          Map.entry("parseInt", "parseJSON"),
          Map.entry("parseFloat", "parseJSON"),
          Map.entry("parseBool", "parseJSON"),
          Map.entry("parseUint", "parseJSON"),
          Map.entry("sha256Hex", "sha256"),
          Map.entry("toJSONPretty", "toJSON"),
          Map.entry("join", "join"),
          Map.entry("split", "split"),
          Map.entry("indent", "indent"),
          Map.entry("replaceAll", "replace"));

  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("secret", "keep secrets in credentials: or in keys; Vault is not asked"),
          Map.entry("secrets", "keep secrets in credentials: or in keys; Vault is not asked"),
          Map.entry("caLeaf", "use credentials: for certificates"),
          Map.entry("caRoot", "use credentials: for certificates"),
          Map.entry("caRoots", "use credentials: for certificates"),
          Map.entry("connect", "write service(\"name\"); proxies of Connect are not asked for"),
          Map.entry("datacenters", "leave it out; one datacenter is asked"),
          Map.entry("node", "write a for over nodes()"),
          Map.entry("safeLs", "write ls(\"path\") and minimum: in the vassal's file"),
          Map.entry("safeTree", "write tree(\"path\") and minimum: in the vassal's file"),
          Map.entry("mustEnv", "write env(\"NAME\"), which has to be set"),
          Map.entry("envOrDefault", "write env(\"NAME\", \"default\")"),
          Map.entry("explode", "write sources: consul: and then input.name"),
          Map.entry("explodeMap", "write sources: consul: and then input.name"),
          Map.entry("byKey", "write sources: consul: and a for over input.name"),
          Map.entry("byTag", "write service(\"name\", \"tag\")"),
          Map.entry("byMeta", "write service(\"name\", \"tag\")"),
          Map.entry("scratch", "write {% set name = value %}"),
          Map.entry("loop", "write {% for i in range(0, 4) %}"),
          Map.entry("printf", "write \"…\" ~ value"),
          Map.entry("timestamp", "leave it out; a file would change with each render"),
          Map.entry("plugin", "use check: or on-change: to run programs"),
          Map.entry("regexMatch", "write contains"),
          Map.entry("regexReplaceAll", "write | replace({\"from\": \"to\"})"),
          Map.entry("parseYAML", "write a key NAME.yaml, which expands in input"),
          Map.entry("toTOML", "write the lines, or | toJSON"),
          Map.entry("template", "write {% include \"file\" %}"),
          Map.entry("executeTemplate", "write {{ name() }} with {% macro name() %}"),
          Map.entry("define", "write {% macro name() %}, and {% endmacro %} for its end"),
          Map.entry("block", "write {% block name %}, and {% endblock %} for its end"),
          Map.entry("or", "write env(\"NAME\", \"default\"), or … | default(\"…\")"),
          Map.entry("add", "write a + b"),
          Map.entry("subtract", "write b - a"),
          Map.entry("multiply", "write a * b"),
          Map.entry("divide", "write b / a"),
          Map.entry("modulo", "write b % a"),
          Map.entry("minimum", "write min(a, b)"),
          Map.entry("maximum", "write max(a, b)"),
          Map.entry("writeToFile", "write a template of its own for each file"));

  /** Its functions that are called without anything. */
  private static final Set<String> ALONE = Set.of("timestamp", "caRoots", "datacenters");

  private static final Set<String> BEFORE_CALLS = Set.of("|", "(", ":=");

  private final List<String> words;

  /** Whether there is a blank before each word. */
  private final List<Boolean> spaced;

  private GoAction(List<String> words, List<Boolean> spaced) {
    this.words = words;
    this.spaced = spaced;
  }

  static GoAction of(String text) {
    List<String> words = new ArrayList<>();
    List<Boolean> spaced = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
      spaced.add(matcher.start() > 0 && Character.isWhitespace(text.charAt(matcher.start() - 1)));
    }
    return new GoAction(words, spaced);
  }

  String first() {
    return words.isEmpty() ? "" : words.get(0);
  }

  int size() {
    return words.size();
  }

  String word(int at) {
    return at < words.size() ? words.get(at) : "";
  }

  /** A word as a value of ours. */
  String value(int at) {
    return value(word(at));
  }

  GoAction from(int at) {
    int from = Math.min(at, size());
    return new GoAction(words.subList(from, size()), spaced.subList(from, size()));
  }

  /** What there is instead of a function that has no like here. */
  Optional<String> otherwise() {
    return IntStream.range(0, size())
        .filter(this::isCalled)
        .mapToObj(at -> word(at).startsWith("scratch.") ? "scratch" : word(at))
        .filter(OTHERWISE::containsKey)
        .findFirst()
        .map(OTHERWISE::get);
  }

  /** A word alone may be a variable of Pebble's, and one before a bracket a function. */
  private boolean isCalled(int at) {
    boolean isHead = at == 0 || BEFORE_CALLS.contains(word(at - 1));
    boolean isAlone = size() == 1 && !word(at).startsWith("scratch.");
    return isHead && !(isAlone ? !ALONE.contains(word(at)) : isOfPebble(at));
  }

  /** Whether brackets stand around what a word is given, which Go has around values alone. */
  private boolean isOfPebble(int at) {
    return word(at + 1).equals("(") && at + 1 < spaced.size() && !spaced.get(at + 1);
  }

  /** Whether it is more than Pebble's language has, too. */
  boolean isOfGo() {
    String first = first();
    boolean isField = first.matches("[.$].*");
    return isField || IntStream.range(0, size()).anyMatch(this::isCallOfGo);
  }

  private boolean isCallOfGo(int at) {
    boolean isPiped = at > 0 && word(at - 1).equals("|");
    String word = word(at);
    if (isOfPebble(at) || !(at == 0 || isPiped)) {
      return false;
    }
    boolean isGiven = at + 1 < size() && !word(at + 1).equals("|");
    return isGiven
        ? FUNCTIONS.contains(word) || FILTERS.containsKey(word)
        : isPiped && !FILTERS.getOrDefault(word, word).equals(word);
  }

  /** The same in our words, as far as it is a chain of calls. */
  String translated() {
    StringBuilder ours = new StringBuilder();
    for (List<String> call : calls()) {
      String head = call.isEmpty() ? "…" : call.get(0);
      List<String> arguments = call.isEmpty() ? List.of() : call.subList(1, call.size());
      ours.append(ours.isEmpty() ? first(head, arguments) : " | " + filter(head, arguments));
    }
    return ours.toString();
  }

  private List<List<String>> calls() {
    List<List<String>> calls = new ArrayList<>();
    calls.add(new ArrayList<>());
    for (String word : words) {
      if (word.equals("|")) {
        calls.add(new ArrayList<>());
      } else if (!word.equals("(") && !word.equals(")")) {
        calls.get(calls.size() - 1).add(word);
      }
    }
    return calls;
  }

  private static String first(String head, List<String> arguments) {
    if (FUNCTIONS.contains(head)) {
      return head + "(" + String.join(", ", arguments.stream().map(GoAction::value).toList()) + ")";
    }
    if (FILTERS.containsKey(head) && !arguments.isEmpty()) {
      int last = arguments.size() - 1;
      return value(arguments.get(last)) + " | " + filter(head, arguments.subList(0, last));
    }
    return value(head);
  }

  private static String filter(String head, List<String> arguments) {
    List<String> values = arguments.stream().map(GoAction::value).toList();
    String name = FILTERS.getOrDefault(head, head);
    if (name.equals("replace") && values.size() == 2) {
      return "replace({" + values.get(0) + ": " + values.get(1) + "})";
    }
    return values.isEmpty() ? name : name + "(" + String.join(", ", values) + ")";
  }

  /** A field of Go's begins with a dot, and with a capital letter. */
  private static String value(String word) {
    if (word.equals(".")) {
      return "item";
    }
    if (word.startsWith(".")) {
      return "item" + fields(word);
    }
    return word.startsWith("$") ? fields(word.substring(1)) : word.replace('`', '"');
  }

  private static String fields(String dotted) {
    Matcher capital = Pattern.compile("\\.(\\p{Lu}+)").matcher(dotted);
    return capital.replaceAll(found -> "." + found.group(1).toLowerCase(Locale.ROOT));
  }
}
