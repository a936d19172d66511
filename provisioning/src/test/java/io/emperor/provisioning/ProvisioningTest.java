package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.rule.HandlerFailedException;
import io.emperor.provisioning.source.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
  private final Map<String, Cluster.Answers<List<Cluster.Instance>>> services = new HashMap<>();
  private final List<String> given = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Provisioned> provisioned = new LinkedBlockingQueue<>();
  private final BlockingQueue<HandlerFailedException> failures = new LinkedBlockingQueue<>();
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
    assertThat(next().environment()).isEmpty();
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
    awaitMissing("interface db: port: type: integer");
    has("db/port", "5432");

    assertThat(next().environment()).containsExactly(Map.entry("PORT", "5432"));
  }

  @Test
  void aVariableWaitsForItsValue() throws Exception {
    open("sources: [{consul: shop}]\nenv: {USER: '${db.user}'}");

    has("db/host", "h");
    awaitMissing("env.USER waits for db.user");
    has("db/user", "u");

    assertThat(next().environment()).containsEntry("USER", "u");
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

    HandlerFailedException failure = Objects.requireNonNull(failures.poll(20, TimeUnit.SECONDS));
    assertThat(failure.failures()).isEqualTo(2);
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
    awaitMissing("interface db: port: type: integer");
    has("db/port", "1"); // as it was
    has("db/port", "2");

    assertThat(next().environment()).containsEntry("PORT", "2");
    assertThat(provisioned).isEmpty();
  }

  @Test
  void fewerInstancesThanTheMinimumAreNotTaken() throws Exception {
    open("sources: [{services: [db]}]\nminimum: {db: 2}\nenv: {DB: '${db.address}'}");

    instances("a");
    awaitMissing("minimum: db has 1 passing instances, and 2 are needed");
    instances("a", "b");

    assertThat(next().environment()).containsEntry("DB", "a");
    instances();
    awaitMissing("minimum: db has 0 passing instances, and 2 are needed");
    assertThat(provisioned).isEmpty();
  }

  private void open(String inputs) throws IOException {
    Path file = directory.resolve("inputs.yaml");
    Files.writeString(file, inputs);
    Inputs read = new InputsReader(text -> Duration.ZERO, "").read(file);
    Provisioning opened = new Provisioning(read, this::cluster, this::run, new Hearer());
    provisioning = opened;
    opened.open();
  }

  private Ended run(Command command) throws InterruptedException {
    given.add(command.input());
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
    Provisioning looking = Objects.requireNonNull(provisioning);
    until(() -> looking.missing().contains(line));
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

  private void fails(String why) {
    Objects.requireNonNull(prefixes.get("shop/")).fails(why);
  }

  private void instances(String... ids) {
    List<Cluster.Instance> all =
        Stream.of(ids).map(id -> new Cluster.Instance(id, id, 1, List.of())).toList();
    Objects.requireNonNull(services.get("db")).now(all);
  }

  private Cluster cluster() {
    return new Cluster() {
      @Override
      public AutoCloseable keys(String prefix, Answers<List<Key>> answers) {
        prefixes.put(prefix, answers);
        return () -> {};
      }

      @Override
      public AutoCloseable passing(String service, Answers<List<Instance>> answers) {
        services.put(service, answers);
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
    public void failed(HandlerFailedException failure) {
      failures.add(failure);
    }
  }
}
