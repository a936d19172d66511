package io.emperor.provisioning;

import io.emperor.provisioning.credential.CredentialPlans;
import io.emperor.provisioning.database.DatabasePlan;
import io.emperor.provisioning.membership.FilesPlan;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.rule.HandlerSettings;
import io.emperor.provisioning.rule.Rule;
import io.emperor.provisioning.schema.Schemas;
import io.emperor.provisioning.source.SerfAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a program needs before it starts, as somebody has written it. Immutable. */
public final class Inputs {

  private final List<SourcePlan> sources;
  private final Validity validity;
  private final List<PlannedTemplate> templates;
  private final CredentialPlans credentials;
  private final Optional<FilesPlan> files;
  private final Optional<DatabasePlan> database;
  private final HandlerSettings handlers;
  private final Retries retries;
  private final Delivery delivery;

  /** Nothing is needed. */
  public static final Inputs NONE =
      new Inputs(
          List.of(),
          new Validity(Schemas.read(List.of()), List.of(), true, Map.of()),
          List.of(),
          CredentialPlans.NONE,
          Optional.empty(),
          Optional.empty(),
          new HandlerSettings(List.of(), "", Path.of(""), Duration.ZERO, true),
          new Retries(1, Duration.ZERO),
          new Delivery(Map.of(), Duration.ZERO, OnChange.RELOAD));

  /**
   * Puts together what was read.
   *
   * @param sources the weakest first
   * @param validity what they have to hold
   * @param templates rendered with their values
   * @param credentials put into files of the program alone
   * @param files that follow the cluster
   * @param database what becomes of the program's database
   * @param handlers how handlers are run
   * @param retries what is done about handlers that fail
   * @param delivery what becomes of it all
   */
  Inputs(
      List<SourcePlan> sources,
      Validity validity,
      List<PlannedTemplate> templates,
      CredentialPlans credentials,
      Optional<FilesPlan> files,
      Optional<DatabasePlan> database,
      HandlerSettings handlers,
      Retries retries,
      Delivery delivery) {
    this.sources = List.copyOf(sources);
    this.validity = validity;
    this.templates = List.copyOf(templates);
    this.credentials = credentials;
    this.files = files;
    this.database = database;
    this.handlers = handlers;
    this.retries = retries;
    this.delivery = delivery;
  }

  /**
   * What the sources have to hold.
   *
   * @param schemas the schemas of interfaces
   * @param rules which handlers run when
   * @param everySchema whether a schema that no rule speaks of has to be satisfied, too
   * @param minimum services to the number of instances that have to be passing
   */
  record Validity(
      Schemas schemas, List<Rule> rules, boolean everySchema, Map<String, Integer> minimum) {

    Validity {
      rules = List.copyOf(rules);
      minimum = Map.copyOf(minimum);
    }

    /** The interfaces that no rule decides about. */
    List<String> interfacesOfNoRule() {
      List<String> decided =
          rules.stream().flatMap(rule -> rule.keys().stream()).map(Validity::interfaceOf).toList();
      Stream<String> all = everySchema ? schemas.names().stream() : Stream.of();
      return all.filter(name -> !decided.contains(name)).sorted().toList();
    }

    private static String interfaceOf(String key) {
      int dot = key.indexOf('.');
      return dot < 0 ? key : key.substring(0, dot);
    }
  }

  /**
   * What is done about handlers that fail.
   *
   * @param limit so many failures of one rule are the end; 0 for no limit
   * @param interval the pause after one
   */
  record Retries(int limit, Duration interval) {}

  /**
   * What becomes of the values.
   *
   * @param texts those with placeholders, by where they stand: {@code env.DB_HOST}
   * @param quietPeriod changes are taken together until none has come for so long
   * @param onChange what a later change does
   */
  record Delivery(Map<String, Placeholders> texts, Duration quietPeriod, OnChange onChange) {

    Delivery {
      texts = Map.copyOf(texts);
    }
  }

  /**
   * The same, delivered in these texts, too.
   *
   * @param texts by where they stand, for people and in {@link Provisioned#texts}: {@code
   *     env.DB_HOST}
   */
  public Inputs in(Map<String, Placeholders> texts) {
    Map<String, Placeholders> all = new HashMap<>(delivery.texts());
    all.putAll(texts);
    return new Inputs(
        sources,
        validity,
        templates,
        credentials,
        files,
        database,
        handlers,
        retries,
        new Delivery(all, delivery.quietPeriod(), delivery.onChange()));
  }

  /** Whether nothing is needed. */
  public boolean isEmpty() {
    return this == NONE;
  }

  List<SourcePlan> sources() {
    return sources;
  }

  /** Whether a service's instances are in the sources' values. */
  boolean isOfSources(String service) {
    return sources.stream().anyMatch(source -> source.services().contains(service));
  }

  Validity validity() {
    return validity;
  }

  List<PlannedTemplate> templates() {
    return templates;
  }

  CredentialPlans credentials() {
    return credentials;
  }

  /** The name of the credential that the program's web server shows; empty if it has no TLS. */
  public Optional<String> serverCredential() {
    return credentials.server();
  }

  /** The files that it writes. */
  public List<Path> destinations() {
    return Stream.concat(
            templates.stream().map(each -> each.plan().file().destination()),
            files.stream().flatMap(plan -> plan.destinations().stream()))
        .toList();
  }

  /** Its files that follow the cluster, and in which directory its configuration is kept. */
  public Optional<FilesPlan> files() {
    return files;
  }

  /** The first serf agent among the sources. */
  public Optional<SerfAgent> serf() {
    return sources.stream().flatMap(source -> source.serf().stream()).findFirst();
  }

  /** Whether a serf agent tells who is in the cluster. */
  boolean hasSerf() {
    return serf().isPresent();
  }

  Optional<DatabasePlan> database() {
    return database;
  }

  HandlerSettings handlers() {
    return handlers;
  }

  Retries retries() {
    return retries;
  }

  Delivery delivery() {
    return delivery;
  }

  /** What a change does to a program that has got them. */
  public OnChange onChange() {
    return delivery.onChange();
  }

  /**
   * Whether Consul is one of the sources, may be asked by a template, counts instances, knows what
   * is in files, or has credentials.
   */
  public boolean needCluster() {
    return !templates.isEmpty()
        || !credentials.isEmpty()
        || (files.isPresent() && !hasSerf())
        || !validity.minimum().isEmpty()
        || sources.stream().anyMatch(SourcePlan::needsCluster);
  }
}
