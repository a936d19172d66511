package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.Destinations;
import io.emperor.provisioning.commit.TemplatePlan;
import io.emperor.provisioning.commit.TemplatesReader;
import io.emperor.provisioning.credential.CredentialPlans;
import io.emperor.provisioning.credential.CredentialsReader;
import io.emperor.provisioning.database.DatabasePlan;
import io.emperor.provisioning.database.DatabasePlanReader;
import io.emperor.provisioning.handler.HandlersPlan;
import io.emperor.provisioning.handler.HandlersReader;
import io.emperor.provisioning.membership.FilesPlan;
import io.emperor.provisioning.membership.FilesReader;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.rule.HandlerSettings;
import io.emperor.provisioning.rule.Rule;
import io.emperor.provisioning.rule.RuleFiles;
import io.emperor.provisioning.schema.Schemas;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import io.emperor.provisioning.template.Template;
import io.emperor.provisioning.update.DistributionPlan;
import io.emperor.provisioning.update.DistributionReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a file of inputs, and tells all that is wrong with it at once. For one thread. */
public final class InputsReader {

  private static final List<String> KEYS =
      List.of(
          "sources",
          "schemas",
          "rules",
          "templates",
          "files",
          "database",
          "env",
          "minimum",
          "quiet-period",
          "fail_limit",
          "on-change");

  private static final List<String> OF_MEMBERSHIP =
      Stream.concat(KEYS.stream(), Stream.of("handlers", "distribute")).toList();

  /** Those that stand in a vassal's file, among its other keys. */
  public static final List<String> OF_VASSALS =
      List.of(
          "sources",
          "schemas",
          "rules",
          "templates",
          "files",
          "credentials",
          "tls",
          "database",
          "minimum",
          "quiet-period",
          "on-change");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");
  private static final Duration HANDLER_LIMIT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int FAIL_LIMIT = 5;
  private static final int MOST = 1_000_000;

  /** Programs that read files of the cluster look for themselves. */
  private static final OnChange NOTHING = OnChange.parse("none");

  private final Function<String, Duration> durations;
  private final String systemPath;
  private final List<String> problems = new ArrayList<>();

  /**
   * Reads nothing yet.
   *
   * @param durations reads a duration as people write it; throws an IllegalArgumentException whose
   *     message goes on after the key
   * @param systemPath what handlers find at the end of their {@code PATH}
   */
  public InputsReader(Function<String, Duration> durations, String systemPath) {
    this.durations = durations;
    this.systemPath = systemPath;
  }

  /**
   * Reads a file.
   *
   * @param file YAML; paths in it begin in its directory
   * @throws InvalidInputException with all that is wrong with it, and with the schemas and rules
   *     that it names
   */
  public Inputs read(Path file) {
    problems.clear();
    return checked(plain(YamlTree.read(file), file, KEYS));
  }

  /**
   * Reads what an emperor does for programs that are no vassals.
   *
   * @param file as of {@link #read}, with some keys more
   * @throws InvalidInputException as {@link #read}
   */
  public MembershipPlan readMembership(Path file) {
    problems.clear();
    YamlTree tree = YamlTree.read(file);
    Inputs inputs = plain(tree, file, OF_MEMBERSHIP);
    Home home = new Home(file, true);
    Optional<HandlersPlan> handlers =
        new HandlersReader(tree, home::resolve, durations, problems).read();
    Optional<DistributionPlan> distribution =
        new DistributionReader(tree, inputs.serf().isPresent(), problems).read();
    return new MembershipPlan(checked(inputs), handlers, distribution);
  }

  private Inputs plain(YamlTree tree, Path file, List<String> keys) {
    if (!tree.root().isObject()) {
      problem(tree, "", "", "is no map; write sources: and below it where values come from");
    }
    if (tree.root().has("credentials")) {
      problem(
          tree,
          "/credentials",
          "credentials",
          "is for vassals; here, write a template with a mode for each file");
    }
    fields(tree.root()).keySet().stream()
        .filter(key -> !keys.contains(key) && !key.equals("credentials"))
        .forEach(
            key ->
                problem(
                    tree,
                    "/" + key,
                    key,
                    "is no key of an input file; " + NearestName.remedy(key, keys)));
    Home home = new Home(file, true);
    Inputs.Retries retries = new Inputs.Retries(failLimit(tree), INTERVAL);
    return inputs(tree, home, retries, CredentialPlans.NONE, environment(tree));
  }

  /**
   * Reads what of a vassal's file is for its inputs: {@link #OF_VASSALS}. A handler that fails is
   * not tried again here, but with the vassal's start.
   *
   * @param file YAML
   * @param shown how people know it
   * @param hasDirectory whether paths in it may begin in its directory; else they are absolute
   * @throws InvalidInputException as {@link #read}
   */
  public Inputs readVassal(Path file, String shown, boolean hasDirectory) {
    YamlTree tree = YamlTree.read(file, shown);
    problems.clear();
    Inputs.Retries retries = new Inputs.Retries(1, INTERVAL);
    CredentialPlans credentials = new CredentialsReader(tree, problems).read();
    return checked(inputs(tree, new Home(file, hasDirectory), retries, credentials, Map.of()));
  }

  private Inputs checked(Inputs inputs) {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return inputs;
  }

  private Inputs inputs(
      YamlTree tree,
      Home home,
      Inputs.Retries retries,
      CredentialPlans credentials,
      Map<String, Placeholders> texts) {
    List<SourcePlan> sources =
        new SourcesReader(tree, home, this::problem).read(tree.root().path("sources"));
    List<Path> schemaPath = directories(tree, "schemas", home);
    boolean listed = tree.root().path("rules").isArray();
    List<Path> rulePath = listed ? List.of() : directories(tree, "rules", home);
    Schemas schemas = collected(() -> Schemas.read(schemaPath), () -> Schemas.read(List.of()));
    List<Rule> rules =
        collected(
            () -> listed ? RuleFiles.read(tree, "/rules", home.file()) : RuleFiles.read(rulePath),
            List::of);
    OnChange onChange = onChange(tree);
    DatabasePlanReader database = new DatabasePlanReader(tree, home::directory, problems);
    Optional<DatabasePlan> plan = database.read();
    Map<String, Placeholders> all = new LinkedHashMap<>(texts);
    database.texts().forEach((key, text) -> put(tree, DatabaseStep.KIND + "." + key, text, all));
    Set<Path> path = new LinkedHashSet<>(rulePath);
    path.addAll(schemaPath);
    path.add(home.directory());
    List<PlannedTemplate> templates = templates(tree, home, onChange);
    Optional<FilesPlan> files = new FilesReader(tree, home::resolve, NOTHING, problems).read();
    files.ifPresent(written -> requireOwn(tree, written, templates));
    return new Inputs(
        sources,
        new Inputs.Validity(schemas, rules, true, minimum(tree)),
        templates,
        credentials,
        files,
        plan,
        new HandlerSettings(List.copyOf(path), systemPath, home.directory(), HANDLER_LIMIT, true),
        retries,
        new Inputs.Delivery(all, quietPeriod(tree), onChange));
  }

  private List<PlannedTemplate> templates(YamlTree tree, Home home, OnChange usual) {
    List<PlannedTemplate> templates = new ArrayList<>();
    for (TemplatePlan plan : new TemplatesReader(tree, home::resolve, usual, problems).read()) {
      collected(() -> Optional.of(Template.read(plan.source())), Optional::<Template>empty)
          .ifPresent(template -> templates.add(new PlannedTemplate(plan, template)));
    }
    return templates;
  }

  private void requireOwn(YamlTree tree, FilesPlan files, List<PlannedTemplate> templates) {
    Set<Path> places = new HashSet<>();
    templates.forEach(each -> places.add(Destinations.place(each.plan().file().destination())));
    for (Path path : files.destinations()) {
      if (!places.add(Destinations.place(path))) {
        String shown = SafeText.name(path);
        problem(
            tree,
            "/files",
            "files",
            "writes " + shown + ", which is written already; give one of both another path");
      }
    }
  }

  private List<Path> directories(YamlTree tree, String key, Home home) {
    JsonNode said = tree.root().path(key);
    if (said.isMissingNode()) {
      return List.of();
    }
    if (!said.isTextual() || said.textValue().isBlank()) {
      problem(tree, "/" + key, key, "is no path; write one or several directories, with : between");
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    for (String each : said.textValue().split(":", -1)) {
      try {
        found.add(home.directory(each));
      } catch (IllegalArgumentException e) {
        problem(tree, "/" + key, key, String.valueOf(e.getMessage()));
      }
    }
    return found;
  }

  private Map<String, Integer> minimum(YamlTree tree) {
    Map<String, Integer> minimum = new LinkedHashMap<>();
    entries(tree, "minimum")
        .forEach(
            (service, number) -> {
              if (number.isInt() && number.intValue() >= 1 && number.intValue() <= MOST) {
                minimum.put(service, number.intValue());
              } else {
                problem(
                    tree,
                    "/minimum/" + service,
                    "minimum." + service,
                    "is no number of instances; write 1 or more");
              }
            });
    return minimum;
  }

  private Map<String, Placeholders> environment(YamlTree tree) {
    Map<String, Placeholders> variables = new LinkedHashMap<>();
    entries(tree, "env")
        .forEach(
            (name, value) -> {
              String key = "env." + name;
              if (!VARIABLE.matcher(name).matches()) {
                problem(
                    tree,
                    "/env/" + name,
                    key,
                    "is no name for a variable; use letters, digits and underscores");
              } else if (!value.isValueNode() || value.isNull()) {
                problem(tree, "/env/" + name, key, "is no text; write one");
              } else {
                put(tree, key, value.asText(), variables);
              }
            });
    return variables;
  }

  private void put(YamlTree tree, String key, String text, Map<String, Placeholders> texts) {
    try {
      texts.put(key, Placeholders.in(text));
    } catch (IllegalArgumentException e) {
      problem(tree, "/" + key.replace('.', '/'), key, String.valueOf(e.getMessage()));
    }
  }

  private int failLimit(YamlTree tree) {
    JsonNode said = tree.root().path("fail_limit");
    if (said.isMissingNode()) {
      return FAIL_LIMIT;
    }
    if (!said.isInt() || said.intValue() < 0 || said.intValue() > MOST) {
      problem(tree, "/fail_limit", "fail_limit", "is no number of failures; write 0 for any, or 5");
      return FAIL_LIMIT;
    }
    return said.intValue();
  }

  private Duration quietPeriod(YamlTree tree) {
    return word(tree, "quiet-period", durations, Duration.ZERO);
  }

  private OnChange onChange(YamlTree tree) {
    return word(tree, "on-change", OnChange::parse, OnChange.RELOAD);
  }

  private <T> T word(YamlTree tree, String key, Function<String, T> reader, T usual) {
    JsonNode said = tree.root().path(key);
    if (said.isMissingNode()) {
      return usual;
    }
    try {
      return reader.apply(said.isValueNode() ? said.asText() : "");
    } catch (IllegalArgumentException e) {
      problem(tree, "/" + key, key, String.valueOf(e.getMessage()));
      return usual;
    }
  }

  private Map<String, JsonNode> entries(YamlTree tree, String key) {
    JsonNode said = tree.root().path(key);
    if (!said.isMissingNode() && !said.isObject()) {
      problem(tree, "/" + key, key, "is no map; write a name and a value for each");
    }
    return fields(said);
  }

  static Map<String, JsonNode> fields(JsonNode node) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  private <T> T collected(Supplier<T> reader, Supplier<T> none) {
    try {
      return reader.get();
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
      return none.get();
    }
  }

  private void problem(YamlTree tree, String pointer, @Nullable String key, String what) {
    String shown = key == null || key.isEmpty() ? "" : SafeText.name(key) + " ";
    problems.add(tree.place(pointer) + ": " + shown + what);
  }

  /** Takes a problem of a part of the file. */
  interface ProblemSink {
    void add(YamlTree tree, String pointer, String key, String what);
  }
}
