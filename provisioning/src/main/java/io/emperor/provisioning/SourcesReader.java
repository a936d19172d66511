package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.provisioning.source.ConsulSource;
import io.emperor.provisioning.source.EtcdSource;
import io.emperor.provisioning.source.FileSource;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.SerfAgent;
import io.emperor.provisioning.source.SerfSource;
import io.emperor.provisioning.source.ServicesSource;
import io.emperor.provisioning.source.YamlTree;
import io.emperor.serf.SerfAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the list {@code sources} of a file. For one thread. */
final class SourcesReader {

  private static final List<String> KINDS = List.of("file", "consul", "etcd", "services", "serf");

  private static final Set<String> SERF_KEYS = Set.of("agent", "auth-file");

  private final YamlTree tree;
  private final Home home;
  private final InputsReader.ProblemSink problems;

  SourcesReader(YamlTree tree, Home home, InputsReader.ProblemSink problems) {
    this.tree = tree;
    this.home = home;
    this.problems = problems;
  }

  List<SourcePlan> read(JsonNode list) {
    List<SourcePlan> plans = new ArrayList<>();
    if (!list.isMissingNode() && !list.isArray()) {
      problems.add(tree, "/sources", "sources", "is no list; write - consul: PREFIX/ below it");
    }
    for (int i = 0; i < list.size(); i++) {
      read("/sources/" + i, "sources[" + i + "]", list.get(i), plans);
    }
    return plans;
  }

  private void read(String pointer, String key, JsonNode item, List<SourcePlan> plans) {
    Map<String, JsonNode> fields = InputsReader.fields(item);
    if (fields.size() != 1) {
      problems.add(
          tree, pointer, key, "is not one source; write one of " + String.join(", ", KINDS));
      return;
    }
    Map.Entry<String, JsonNode> said = fields.entrySet().iterator().next();
    String kind = said.getKey();
    if (!KINDS.contains(kind)) {
      problems.add(
          tree,
          pointer,
          key,
          "has a source of a kind that nobody knows; " + NearestName.remedy(kind, KINDS));
      return;
    }
    try {
      plans.add(
          switch (kind) {
            case "services" -> services(said.getValue());
            case "serf" -> serf(said.getValue());
            default -> one(kind, said.getValue());
          });
    } catch (IllegalArgumentException | InvalidInputException e) {
      problems.add(tree, pointer, key + "." + kind, String.valueOf(e.getMessage()));
    }
  }

  private SourcePlan one(String kind, JsonNode value) {
    String text = text(value);
    return switch (kind) {
      case "file" -> file(home.resolve(text));
      case "consul" -> consul(text, true);
      default -> etcd(text, true);
    };
  }

  static SourcePlan file(Path file) {
    return new SourcePlan(
        false, Optional.empty(), List.of(), (cluster, updates) -> new FileSource(file));
  }

  /**
   * Consul's keys.
   *
   * @param reading whether those that are named like files are read as such
   */
  static SourcePlan consul(String prefix, boolean reading) {
    return new SourcePlan(
        true,
        Optional.empty(),
        List.of(),
        (cluster, updates) -> new ConsulSource(cluster.get(), prefix, reading));
  }

  /**
   * The keys of etcd.
   *
   * @param reading whether those that are named like files are read as such
   */
  static SourcePlan etcd(String url, boolean reading) {
    EtcdSource source = new EtcdSource(url, reading);
    return new SourcePlan(false, Optional.empty(), List.of(), (cluster, updates) -> source);
  }

  private static SourcePlan services(JsonNode value) {
    List<String> names = new ArrayList<>();
    (value.isArray() ? value : List.of(value)).forEach(name -> names.add(name.textValue()));
    if (names.isEmpty() || names.stream().anyMatch(name -> name == null || name.isBlank())) {
      throw new IllegalArgumentException("names no services; write [NAME, NAME]");
    }
    return new SourcePlan(
        true,
        Optional.empty(),
        names,
        (cluster, updates) -> new ServicesSource(cluster.get(), names));
  }

  /** {@code HOST:PORT}, or that with a file that has the agent's key. */
  private SourcePlan serf(JsonNode value) {
    Map<String, JsonNode> fields = InputsReader.fields(value);
    if (value.isObject() && !SERF_KEYS.containsAll(fields.keySet())) {
      throw new IllegalArgumentException(
          "has keys that nobody knows; write {agent: HOST:PORT, auth-file: FILE}");
    }
    SerfAddress address = SerfAddress.parse(text(value.isObject() ? value.path("agent") : value));
    Optional<Path> key =
        fields.containsKey("auth-file")
            ? Optional.of(home.resolve(text(value.path("auth-file"))))
            : Optional.empty();
    SerfAgent agent = new SerfAgent(address, key);
    return new SourcePlan(
        false, Optional.of(agent), List.of(), (cluster, updates) -> new SerfSource(agent, updates));
  }

  private static String text(JsonNode value) {
    if (!value.isTextual() || value.textValue().indexOf('\0') >= 0) {
      throw new IllegalArgumentException("is no text; write one");
    }
    return value.textValue().strip();
  }
}
