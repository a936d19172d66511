package io.emperor.provisioning.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters that are functions, too, and those whose likes in Pebble take regular expressions,
 * change what they are given, or know no bound.
 */
final class Filters {

  private final Run run;
  private final Map<String, Filter> all = new LinkedHashMap<>();

  Filters(Run run) {
    this.run = run;
    text("parseJSON", Encodings::parseJson);
    text("base64Encode", Encodings::toBase64);
    text("base64Decode", Encodings::fromBase64);
    text("sha256", Encodings::sha256);
    add("toJSON", List.of(), (input, given) -> toJson(input, run));
    add("toYAML", List.of(), (input, given) -> toYaml(input, run));
    add("indent", List.of("spaces"), (input, given) -> indent(input, given.value("spaces")));
    add("join", List.of("separator"), this::join);
    add("split", List.of("separator"), (input, given) -> split(input, given.text("separator")));
    add("replace", List.of("pairs"), (input, given) -> replace(input, given.value("pairs")));
    add("merge", List.of("items"), (input, given) -> merge(input, given.value("items")));
    add("sort", List.of(), (input, given) -> sorted(input, order()));
    add("rsort", List.of(), (input, given) -> sorted(input, order().reversed()));
  }

  Map<String, Filter> all() {
    return all;
  }

  private interface Body {
    @Nullable Object of(@Nullable Object input, Arguments given);
  }

  private interface OfText {
    @Nullable Object of(String text);
  }

  private void text(String name, OfText body) {
    add(name, List.of(), (input, given) -> body.of(Values.text(input)));
  }

  private void add(String name, List<String> arguments, Body body) {
    all.put(name, new Named(name, arguments, body));
  }

  private final class Named implements Filter {

    private final String name;
    private final List<String> arguments;
    private final Body body;

    Named(String name, List<String> arguments, Body body) {
      this.name = name;
      this.arguments = arguments;
      this.body = body;
    }

    @Override
    public List<String> getArgumentNames() {
      return arguments;
    }

    @Override
    public @Nullable Object apply(
        @Nullable Object input,
        Map<String, Object> given,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      if (given.size() > arguments.size()) {
        throw new RefusedException("gives " + name + " more than it takes");
      }
      return run.made(body.of(input, new Arguments(name, given)));
    }
  }

  static String toJson(@Nullable Object value, Run run) {
    return Encodings.toJson(json(value, run));
  }

  static String toYaml(@Nullable Object value, Run run) {
    return Encodings.toYaml(json(value, run));
  }

  private static JsonNode json(@Nullable Object value, Run run) {
    return Values.json(value, run);
  }

  /** Each line that has something in it goes further in. */
  private String indent(@Nullable Object input, @Nullable Object spaces) {
    if (!(spaces instanceof Number number) || number.longValue() < 0 || number.longValue() > 100) {
      throw new RefusedException("indents by no number of spaces up to 100");
    }
    String text = Values.text(input);
    run.making(text.lines().count() * number.longValue());
    return text.replaceAll("(?m)^(?=.)", " ".repeat(number.intValue()));
  }

  private String join(@Nullable Object input, Arguments given) {
    String separator = given.optional("separator").orElse("");
    List<String> parts = Values.list(input).stream().map(Values::text).toList();
    parts.forEach(run::made);
    run.making((long) separator.length() * parts.size());
    return String.join(separator, parts);
  }

  private List<String> split(@Nullable Object input, String separator) {
    String text = Values.text(input);
    if (separator.isEmpty()) {
      throw new RefusedException("splits by nothing; write what stands between the parts");
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  private String replace(@Nullable Object input, @Nullable Object pairs) {
    if (!(pairs instanceof Map<?, ?> map)) {
      throw new RefusedException("replaces without a map; write replace({\"from\": \"to\"})");
    }
    String text = Values.text(input);
    for (Map.Entry<?, ?> pair : map.entrySet()) {
      List<String> parts = split(text, Values.text(pair.getKey()));
      String to = Values.text(pair.getValue());
      run.making(text.length() + (long) to.length() * parts.size());
      text = String.join(to, parts);
    }
    return text;
  }

  private Object merge(@Nullable Object input, @Nullable Object items) {
    if (input instanceof Map<?, ?> map && items instanceof Map<?, ?> others) {
      Map<Object, Object> merged = new LinkedHashMap<>(map);
      merged.putAll(others);
      return merged;
    }
    List<Object> merged = new ArrayList<>(Values.list(input));
    merged.addAll(Values.list(items));
    return merged;
  }

  private List<?> sorted(@Nullable Object input, Comparator<Object> order) {
    List<Object> entries = new ArrayList<>(Values.list(input));
    entries.sort(order);
    return Collections.unmodifiableList(entries);
  }

  private static Comparator<Object> order() {
    return (left, right) ->
        left instanceof Number a && right instanceof Number b
            ? Double.compare(a.doubleValue(), b.doubleValue())
            : Values.text(left).compareTo(Values.text(right));
  }
}
