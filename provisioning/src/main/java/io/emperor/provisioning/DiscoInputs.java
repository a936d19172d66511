package io.emperor.provisioning;

import io.emperor.provisioning.credential.CredentialPlans;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.rule.HandlerSettings;
import io.emperor.provisioning.rule.Rule;
import io.emperor.provisioning.rule.RuleFiles;
import io.emperor.provisioning.schema.Schemas;
import io.emperor.provisioning.source.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of DISCO's configuration: schemas, rules and handlers on one path, and a schema alone
 * is no reason to wait.
 *
 * @param path where schemas, rules and handlers are
 * @param interval the pause after a handler has failed
 * @param failLimit so many failures of one rule are the end; 0 for no limit
 * @param file a flat file with values; {@code null} for none
 * @param consul a prefix of Consul's keys; {@code null} for none, empty for all of them
 * @param etcd where etcd's keys are; {@code null} for none
 */
public record DiscoInputs(
    List<Path> path,
    Duration interval,
    int failLimit,
    @Nullable Path file,
    @Nullable String consul,
    @Nullable String etcd) {

  private static final Duration HANDLER_LIMIT = Duration.ofSeconds(30);

  public DiscoInputs {
    path = List.copyOf(path);
  }

  /**
   * Reads the schemas and rules.
   *
   * @throws InvalidInputException with all that is wrong with them
   */
  public Inputs read() {
    List<String> problems = new ArrayList<>();
    Schemas schemas = collected(() -> Schemas.read(path), () -> Schemas.read(List.of()), problems);
    List<Rule> rules = collected(() -> RuleFiles.read(path), List::of, problems);
    List<SourcePlan> sources = sources(problems);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Inputs(
        sources,
        new Inputs.Validity(schemas, rules, false, Map.of()),
        List.of(),
        CredentialPlans.NONE,
        Optional.empty(),
        Optional.empty(),
        new HandlerSettings(path, "", Path.of(""), HANDLER_LIMIT, false),
        new Inputs.Retries(failLimit, interval),
        new Inputs.Delivery(Map.of(), Duration.ZERO, OnChange.RELOAD));
  }

  private List<SourcePlan> sources(List<String> problems) {
    List<SourcePlan> sources = new ArrayList<>();
    if (file != null) {
      sources.add(SourcesReader.file(file));
    }
    if (consul != null) {
      sources.add(SourcesReader.consul(consul, false));
    }
    if (etcd != null) {
      sources.addAll(
          collected(() -> List.of(SourcesReader.etcd(etcd, false)), () -> List.of(), problems));
    }
    return sources;
  }

  private static <T> T collected(Supplier<T> reader, Supplier<T> none, List<String> problems) {
    try {
      return reader.get();
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
      return none.get();
    }
  }
}
