package io.emperor.provisioning.template;

import io.emperor.base.SafeText;
import io.emperor.provisioning.source.Cluster;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The functions that templates have, by the names that consul-template gave to most of them. */
final class Functions {

  private final Run run;
  private final InputValues input;
  private final Map<String, String> files;
  private final Map<String, Function> all = new LinkedHashMap<>();

  /**
   * Makes them for one render.
   *
   * @param files the contents of the files that the template names, by these names
   */
  Functions(Run run, InputValues input, Map<String, String> files) {
    this.run = run;
    this.input = input;
    this.files = files;
    add("key", List.of("path"), given -> key(given.text("path")));
    add("keyOrDefault", List.of("path", "default"), this::keyOrDefault);
    add("keyExists", List.of("path"), given -> !found(given.text("path")).isEmpty());
    add("ls", List.of("path"), given -> keys(given.text("path"), false));
    add("tree", List.of("path"), given -> keys(given.text("path"), true));
    add("service", List.of("name", "tag"), this::service);
    add("services", List.of(), given -> services());
    add("nodes", List.of(), given -> nodes());
    add("env", List.of("name", "default"), this::env);
    add("file", List.of("name"), given -> this.files.get(given.text("name")));
    add("input", List.of("key", "default"), this::input);
    add("range", List.of("from", "to", "step"), this::range);
    add("parseJSON", List.of("text"), given -> Encodings.parseJson(given.text("text")));
    add("toJSON", List.of("value"), given -> Filters.toJson(given.value("value"), run));
    add("toYAML", List.of("value"), given -> Filters.toYaml(given.value("value"), run));
    add("base64Encode", List.of("text"), given -> Encodings.toBase64(given.text("text")));
    add("base64Decode", List.of("text"), given -> Encodings.fromBase64(given.text("text")));
    add("sha256", List.of("text"), given -> Encodings.sha256(given.text("text")));
  }

  Map<String, Function> all() {
    return all;
  }

  private void add(String name, List<String> arguments, Body body) {
    all.put(name, new Named(name, arguments, body));
  }

  private interface Body {
    @Nullable Object of(Arguments given);
  }

  private final class Named implements Function {

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
    public @Nullable Object execute(
        Map<String, Object> given, PebbleTemplate self, EvaluationContext context, int line) {
      run.at(self.getName(), line);
      if (given.size() > arguments.size()) {
        throw new RefusedException("gives " + name + " more than it takes");
      }
      return run.made(body.of(new Arguments(name, given)));
    }
  }

  private List<Cluster.Key> found(String path) {
    return run.ask(new Query.Key(path));
  }

  /** Nothing stands for a key that is not there: the render is not used then. */
  private String key(String path) {
    Query.Key query = new Query.Key(path);
    List<Cluster.Key> found = run.ask(query);
    if (found.isEmpty() && run.isAnswered(query)) {
      run.misses(query.name() + " is not there");
    }
    return found.isEmpty() ? "" : text(found.get(0));
  }

  private String text(Cluster.Key key) {
    String value = key.value();
    if (value == null) {
      run.misses(
          "key "
              + SafeText.name(key.path())
              + " has a value that is no UTF-8; write it as text, in Base64 for example");
    }
    return value == null ? "" : value;
  }

  private @Nullable Object keyOrDefault(Arguments given) {
    Object usual = given.value("default");
    List<Cluster.Key> found = found(given.text("path"));
    return found.isEmpty() ? usual : text(found.get(0));
  }

  private List<Map<String, Object>> keys(String path, boolean deep) {
    String inner = path.replaceAll("^/+|/+$", "");
    String prefix = inner.isEmpty() ? "" : inner + "/";
    List<Map<String, Object>> keys = new ArrayList<>();
    for (Cluster.Key key : run.ask(new Query.Keys(prefix))) {
      String name = key.path().substring(prefix.length());
      boolean isFolder = name.isEmpty() || name.endsWith("/");
      if (!isFolder && (deep || name.indexOf('/') < 0)) {
        keys.add(entry("key", name, "path", key.path(), "value", text(key)));
      }
    }
    return keys;
  }

  private List<Map<String, Object>> service(Arguments given) {
    String name = given.text("name");
    if (name.matches("(?s).*[@|~].*")) {
      throw new RefusedException(
          "asks for a service by more than its name; write the name alone, and the tag after it:"
              + " service(\"web\", \"blue\")");
    }
    Optional<String> tag = given.optional("tag");
    return run.ask(new Query.Passing(name)).stream()
        .filter(instance -> tag.isEmpty() || instance.tags().contains(tag.get()))
        .map(
            instance ->
                entry(
                    "id",
                    instance.id(),
                    "name",
                    name,
                    "address",
                    instance.address(),
                    "port",
                    instance.port(),
                    "tags",
                    instance.tags(),
                    "node",
                    instance.node()))
        .toList();
  }

  private List<Map<String, Object>> services() {
    return run.ask(new Query.Services()).stream()
        .map(service -> entry("name", service.name(), "tags", service.tags()))
        .toList();
  }

  private List<Map<String, Object>> nodes() {
    return run.ask(new Query.Nodes()).stream()
        .map(node -> entry("name", node.name(), "address", node.address()))
        .toList();
  }

  private static Map<String, Object> entry(Object... namesAndValues) {
    Map<String, Object> entry = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entry.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return entry;
  }

  private @Nullable Object env(Arguments given) {
    String name = given.text("name");
    String value = run.data().environment().get(name);
    if (value == null && !given.given().containsKey("default")) {
      throw new RefusedException(
          "wants the variable "
              + SafeText.name(name)
              + ", which is not set; set it, or write env(\"…\", \"default\")");
    }
    return value == null ? given.given().get("default") : value;
  }

  private @Nullable Object input(Arguments given) {
    try {
      return input.neededAt(given.text("key"));
    } catch (NotThereException e) {
      if (given.given().containsKey("default")) {
        return given.given().get("default");
      }
      throw e;
    }
  }

  private List<Long> range(Arguments given) {
    long from = number(given, "from");
    long to = number(given, "to");
    long step = given.given().containsKey("step") ? number(given, "step") : 1;
    if (step < 1) {
      throw new RefusedException("has a range whose step is less than 1");
    }
    if (to < from) {
      return List.of();
    }
    double count = Math.floor((to - (double) from) / step) + 1;
    run.making(((long) Math.min(count, Integer.MAX_VALUE)) * Run.ENTRY);
    return LongStream.range(0, (long) count).map(each -> from + each * step).boxed().toList();
  }

  private static long number(Arguments given, String name) {
    Object value = given.value(name);
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new RefusedException(
        "has a range of " + Values.kind(value) + "; write numbers, or … | parseJSON");
  }
}
