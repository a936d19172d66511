package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.base.DaemonThreads;
import io.emperor.provisioning.Provisioning.Later;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.rule.HandlerFailedException;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.UnaskedCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProvisioningTest {

  @TempDir Path directory;

  private final Map<String, Cluster.Answers<List<Cluster.Key>>> prefixes = new HashMap<>();
  private final Map<String, Cluster.Answers<List<Cluster.Key>>> single = new ConcurrentHashMap<>();
  private final List<Cluster.Answers<List<Cluster.Instance>>> counting = new ArrayList<>();
  private List<Cluster.Instance> passing = List.of();
  private final List<String> given = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Provisioned> provisioned = new LinkedBlockingQueue<>();
  private final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
  private volatile int status;
  private volatile CountDownLatch end = new CountDownLatch(0);
  private @Nullable Provisioning provisioning;

  @AfterEach
  void close() {
    if (provisioning != null) {
      provisioning.close();
    }
  }

  @Test
  void nothingIsNeededWhereNothingIsSaid() throws Exception {
    open("{}");
    assertThat(next().texts("env")).isEmpty();
  }

  @Test
  void waitsForASourceAndSaysWhichOne() throws Exception {
    open("sources: [{consul: shop}]");
    fails("no agent answers");
    awaitMissing("consul shop/: no agent answers");

    has();

    assertThat(next().number()).isEqualTo(1);
  }

  @Test
  void waitsUntilASchemaThatNoRuleSpeaksOfIsSatisfied() throws Exception {
    schema("db", "{type: object, properties: {port: {type: integer}}, required: [port]}");
    open("sources: [{consul: shop}]\nschemas: schemas\nenv: {PORT: '${db.port}'}");

    has();
    awaitMissing("interface db is not there");
    has("db/port", "secret-value");
    awaitMissing("interface db: port: type: integer (consul shop/)");
    has("db/port", "5432");

    assertThat(next().texts("env")).containsExactly(Map.entry("PORT", "5432"));
  }

  @Test
  void aVariableWaitsForItsValue() throws Exception {
    open("sources: [{consul: shop}]\nenv: {USER: '${db.user}'}");

    has("db/host", "h");
    awaitMissing("env.USER waits for db.user");
    has("db/user", "u");

    assertThat(next().texts("env")).containsEntry("USER", "u");
  }

  @Test
  void handlersRunBeforeAllIsThere() throws Exception {
    schema("db", "{type: object}");
    handler("configure");
    open("sources: [{consul: shop}]\nschemas: schemas\nrules: [{when: db, do: ./configure}]");

    has("db/host", "h");

    next();
    assertThat(given).containsExactly("{\"host\":\"h\"}");
  }

  @Test
  void aFileIsLookedAtWhileAHandlerRuns() throws Exception {
    schema("db", "{type: object}");
    handler("configure");
    Path values = Files.writeString(directory.resolve("values.yaml"), "db: {host: h}\n");
    CountDownLatch slow = new CountDownLatch(1);
    end = slow;
    open("sources: [{file: values.yaml}]\nschemas: schemas\nrules: [{when: db, do: ./configure}]");
    until(() -> !given.isEmpty());

    Files.delete(values);

    awaitMissing("file " + values + ": is not there");
    slow.countDown();
    next();
  }

  @Test
  void aHandlerThatFailsTooOftenIsTheEnd() throws Exception {
    schema("db", "{type: object}");
    handler("configure");
    status = 7;
    open(
        "sources: [{consul: shop}]\nschemas: schemas\nfail_limit: 2\n"
            + "rules: [{when: db, do: ./configure}]");

    has("db/host", "secret-value");

    RuntimeException failure = Objects.requireNonNull(failures.poll(20, TimeUnit.SECONDS));
    assertThat(failure)
        .isInstanceOfSatisfying(
            HandlerFailedException.class, failed -> assertThat(failed.failures()).isEqualTo(2));
    assertThat(failure).hasMessageContaining("status 7").hasMessageNotContaining("secret");
    assertThat(provisioned).isEmpty();
  }

  @Test
  void whatIsRefusedLaterChangesNothing() throws Exception {
    schema("db", "{type: object, properties: {port: {type: integer}}}");
    open("sources: [{consul: shop}]\nschemas: schemas\nenv: {PORT: '${db.port}'}");
    has("db/port", "1");
    next();

    has("db/port", "many");
    awaitMissing("interface db: port: type: integer (consul shop/)");
    has("db/port", "1"); // as it was
    has("db/port", "2");

    assertThat(next().texts("env")).containsEntry("PORT", "2");
    assertThat(provisioned).isEmpty();
  }

  @Test
  void fewerInstancesThanTheMinimumAreNotTaken() throws Exception {
    open("sources: [{services: [db]}]\nminimum: {db: 2}\nenv: {DB: '${db.address}'}");

    instances("a");
    awaitMissing("minimum: db has 1 passing instances, and 2 are needed");
    instances("a", "b");

    assertThat(next().texts("env")).containsEntry("DB", "a");
    instances();
    awaitMissing("minimum: db has 0 passing instances, and 2 are needed");
    assertThat(provisioned).isEmpty();
  }

  @Test
  void fewerInstancesThanTheMinimumAreInNoFileEither() throws Exception {
    Path file = template("{% for s in service('db') %}{{ s.id }} {% endfor %}");
    open(TEMPLATE.formatted("signal:USR2") + "minimum: {db: 1}", Later.TOLD);
    awaitMissing("minimum: db has 0 passing instances, and 1 are needed");

    instances("a", "b");
    next();
    instances();
    awaitMissing("minimum: db has 0 passing instances, and 1 are needed");
    assertThat(Files.readString(file)).isEqualTo("a b ");
    instances("c");

    next();
    assertThat(Files.readString(file)).isEqualTo("c ");
  }

  @Test
  void aServiceThatNothingElseAsksForIsCountedAsWell() throws Exception {
    open("minimum: {db: 1}");
    awaitMissing("minimum: db has 0 passing instances, and 1 are needed");

    instances("a");

    assertThat(next().number()).isEqualTo(1);
  }

  @Test
  void aChangeIsOnlyToldToWhomeverBeginsAnew() throws Exception {
    schema("db", "{type: object, properties: {port: {type: integer}}}");
    handler("configure");
    open(
        "sources: [{consul: shop}]\nschemas: schemas\nrules: [{when: db, do: ./configure}]",
        Later.TOLD);
    has("db/port", "1");
    next();

    has("db/port", "many");
    awaitMissing("rule ./configure (all: db) waits for db: port: type: integer");
    has("db/port", "2");

    assertThat(changes.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(provisioned).isEmpty();
    assertThat(given).as("the handler's runs").hasSize(1);
    has("db/port", "1");
    assertThat(changes.poll(20, TimeUnit.SECONDS)).as("it is another one again").isNotNull();
  }

  private static final String TEMPLATE =
      "templates: {it: {source: it.peb, destination: it.conf, check: 'cat $FILE', on-change:"
          + " '%s'}}\n";

  private Path template(String text) throws IOException {
    Files.writeString(directory.resolve("it.peb"), text);
    return directory.resolve("it.conf");
  }

  @Test
  void filesAreInPlaceBeforeHandlersRunAndAllIsThere() throws Exception {
    schema("db", "{type: object}");
    handler("configure");
    Path file = template("host {{ input.db.host }} {{ key('other/key') }} {{ env('HOME') }}\n");
    open(
        TEMPLATE.formatted("reload")
            + "sources: [{consul: shop}]\nschemas: schemas\nrules: [{when: db, do: ./configure}]");

    has("db/host", "h");
    awaitMissing("templates.it: key other/key is not answered yet");
    assertThat(given).isEmpty();
    key("other/key");
    awaitMissing("templates.it: key other/key is not there");
    key("other/key", "k");

    next();
    assertThat(Files.readString(file)).isEqualTo("host h k /home/shop\n");
    assertThat(given).containsExactly("", "{\"host\":\"h\"}"); // the check, and then the handler
  }

  @Test
  void aTemplateThatChangesAloneHasItsOwnAction() throws Exception {
    Path file = template("{{ key('other/key') }}");
    open(TEMPLATE.formatted("signal:USR2"), Later.TOLD);
    awaitMissing("templates.it: key other/key is not answered yet");
    key("other/key", "1");
    assertThat(next().actions()).isEmpty();

    key("other/key", "2");

    assertThat(next().actions()).containsExactly(OnChange.parse("signal:USR2"));
    assertThat(Files.readString(file)).isEqualTo("2");
    assertThat(changes).isEmpty();
  }

  @Test
  void aTemplateThatFailsForAnAnswerIsRenderedWithTheNextOne() throws Exception {
    Path file = template("{{ (key('other/key') | parseJSON).a }}");
    open(TEMPLATE.formatted("signal:USR2"), Later.TOLD);
    awaitMissing("templates.it: key other/key is not answered yet");

    key("other/key", "{");
    awaitMissing(line -> line.contains("it.peb:1:"));
    key("other/key", "{\"a\": 1}");

    next();
    assertThat(Files.readString(file)).isEqualTo("1");
  }

  @Test
  void whoeverBeginsAnewWritesTheFilesThen() throws Exception {
    Path file = template("{{ key('other/key') }}");
    open(TEMPLATE.formatted("reload"), Later.TOLD);
    awaitMissing("templates.it: key other/key is not answered yet");
    key("other/key", "1");
    next();

    key("other/key", "2");

    assertThat(changes.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(Files.readString(file)).isEqualTo("1");
  }

  @Test
  void aCheckThatFailsLeavesAllAsItWasAndIsTriedAgain() throws Exception {
    Path file = template("{{ key('other/key') }}");
    open(TEMPLATE.formatted("signal:USR2"), Later.TOLD);
    awaitMissing("templates.it: key other/key is not answered yet");
    key("other/key", "1");
    next();

    status = 7;
    key("other/key", "2");
    awaitMissing(line -> line.startsWith(file + ": ") && line.contains("7"));
    assertThat(Files.readString(file)).isEqualTo("1");
    status = 0;

    next();
    assertThat(Files.readString(file)).isEqualTo("2");
  }

  @Test
  void showsWhatIsGivenAndFromWhere() throws Exception {
    open("sources: [{file: values.yaml}, {consul: shop}]");
    Files.writeString(directory.resolve("values.yaml"), "db: {host: a, port: 1}");
    assertThat(view().revision()).isZero();

    has("db/host", "hunter2");
    next();

    assertThat(view().values())
        .containsExactly(
            new InputsView.Value("db.host", "hunter2", "consul shop/"),
            new InputsView.Value("db.port", "1", "file " + directory.resolve("values.yaml")));
    assertThat(view()).asString().doesNotContain("hunter2");
    fails("no agent answers");
    assertThat(view().sources())
        .extracting(InputsView.Source::trouble)
        .containsExactly("", "no agent answers");
    assertThat(view().revision()).isEqualTo(1);
  }

  private InputsView view() {
    return Objects.requireNonNull(provisioning).view();
  }

  @Test
  void settingsAreFlat() throws Exception {
    open("sources: [{consul: shop}]");

    has("db.yaml", "servers: [{port: 1}, {port: 2}]\nnothing: ~", "db/user", "u");

    assertThat(next().settings())
        .containsExactly(
            Map.entry("db.servers.0.port", "1"),
            Map.entry("db.servers.1.port", "2"),
            Map.entry("db.user", "u"));
  }

  private void open(String inputs) throws IOException {
    open(inputs, Later.GIVEN);
  }

  private void open(String inputs, Later later) throws IOException {
    Path file = directory.resolve("inputs.yaml");
    Files.writeString(file, inputs);
    Inputs read = new InputsReader(text -> Duration.ZERO, "").read(file);
    Provisioning opened =
        new Provisioning(
            read,
            new Surroundings(
                this::cluster,
                this::run,
                new FileCommit("shop", new Checks(this::run, Map.of(), directory, false)),
                Optional.empty(),
                DatabaseLibraries.own(),
                Map.of("HOME", "/home/shop"),
                Optional.empty(),
                new DaemonThreads("provisioning")),
            later,
            new Hearer());
    provisioning = opened;
    opened.open();
  }

  private Ended run(Command command) throws InterruptedException {
    given.add(new String(command.input(), StandardCharsets.UTF_8));
    end.await();
    return new Ended(status, false);
  }

  private void schema(String name, String text) throws IOException {
    Files.createDirectories(directory.resolve("schemas"));
    Files.writeString(
        directory.resolve("schemas").resolve(name + ".schema"),
        text.replaceFirst("\\{", "{name: " + name + ", "));
  }

  private void handler(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Provisioned next() throws InterruptedException {
    return Objects.requireNonNull(
        provisioned.poll(20, TimeUnit.SECONDS), "nothing was provisioned");
  }

  private void awaitMissing(String line) {
    awaitMissing(line::equals);
  }

  private void awaitMissing(Predicate<String> line) {
    Provisioning looking = Objects.requireNonNull(provisioning);
    until(() -> looking.missing().stream().anyMatch(line));
  }

  private void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline)
          .as("%s", Objects.requireNonNull(provisioning).missing())
          .isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void has(String... keysAndValues) {
    List<Cluster.Key> keys = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      keys.add(new Cluster.Key("shop/" + keysAndValues[i], keysAndValues[i + 1]));
    }
    Objects.requireNonNull(prefixes.get("shop/")).now(keys);
  }

  private void key(String path, String... value) {
    Objects.requireNonNull(single.get(path))
        .now(Stream.of(value).map(text -> new Cluster.Key(path, text)).toList());
  }

  private void fails(String why) {
    Objects.requireNonNull(prefixes.get("shop/")).fails(why);
  }

  private synchronized void instances(String... ids) {
    passing = Stream.of(ids).map(id -> new Cluster.Instance(id, id, 1, List.of())).toList();
    counting.forEach(each -> each.now(passing));
  }

  /** Those who come later hear what there is. */
  private synchronized void count(Cluster.Answers<List<Cluster.Instance>> answers) {
    counting.add(answers);
    answers.now(passing);
  }

  private Cluster cluster() {
    return new UnaskedCluster() {
      @Override
      public AutoCloseable keys(String prefix, Answers<List<Key>> answers) {
        prefixes.put(prefix, answers);
        return () -> {};
      }

      @Override
      public AutoCloseable passing(String service, Answers<List<Instance>> answers) {
        count(answers);
        return () -> {};
      }

      @Override
      public AutoCloseable key(String path, Answers<List<Key>> answers) {
        single.put(path, answers);
        return () -> {};
      }
    };
  }

  private final class Hearer implements Provisioning.Listener {

    @Override
    public void provisioned(Provisioned inputs) {
      provisioned.add(inputs);
    }

    @Override
    public void changed(String revision) {
      changes.add(true);
    }

    @Override
    public void failed(RuntimeException failure) {
      failures.add(failure);
    }
  }
}
