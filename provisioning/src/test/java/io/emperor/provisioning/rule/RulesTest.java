package io.emperor.provisioning.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.schema.Schemas;
import io.emperor.provisioning.source.Snapshot;
import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {

  private static final Ended FAILED = new Ended(1, false);
  private static final String BOTH = "{mysql: {host: m, port: 1}, redis: {host: r}}";

  @TempDir Path directory;

  private final FakePrograms programs = new FakePrograms();
  private final AtomicLong nanos = new AtomicLong();
  private int number;

  @BeforeEach
  void write() throws IOException {
    write("mysql.schema", "name: mysql\nrequired: [host]\nproperties: {port: {type: integer}}");
    write("redis.schema", "name: redis\nrequired: [host]");
    handler("db");
    handler("cache");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  private void handler(String name) throws IOException {
    write(name, "#!/bin/sh\n");
    assertThat(directory.resolve(name).toFile().setExecutable(true)).isTrue();
  }

  private Rules rules(int failLimit, String list) {
    YamlTree tree = YamlTree.parse("rules: [" + list + "]", "rules");
    HandlerSettings settings =
        new HandlerSettings(
            List.of(directory), "/usr/bin", directory, Duration.ofSeconds(30), true);
    return new Rules(
        RuleFiles.read(tree, "/rules", directory.resolve("rules")),
        Schemas.read(List.of(directory)),
        new Handlers(programs, settings),
        failLimit,
        Duration.ofSeconds(1),
        nanos::get);
  }

  private Rules rules(String list) {
    return rules(5, list);
  }

  private Snapshot snapshot(String yaml, String... texts) {
    ObjectNode values = (ObjectNode) YamlTree.parse(yaml, "values").root();
    return new Snapshot(++number, values, Map.of(), Set.of(texts));
  }

  private void later() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void noRulesAreComplete() throws InterruptedException {
    assertThat(rules("").turn(snapshot("{}"))).isTrue();
  }

  @Test
  void allAreWaitedFor() throws InterruptedException {
    Rules rules = rules("{when: 'mysql,redis', do: db}");
    assertThat(rules.turn(snapshot("{redis: {host: r}}"))).isFalse();
    assertThat(rules.pending())
        .containsExactly("rule db (all: mysql, redis) waits for mysql: there is no such key");
    assertThat(rules.turn(snapshot("{mysql: {port: x}, redis: {host: s3cret}}"))).isFalse();
    assertThat(rules.pending())
        .containsExactly(
            "rule db (all: mysql, redis) waits for"
                + " mysql: port: type: integer, mysql: required: host");
    assertThat(programs.run).isEmpty();
    assertThat(rules.turn(snapshot(BOTH))).isTrue();
    assertThat(rules.pending()).isEmpty();
    assertThat(programs.inputs()).containsExactly("{\"host\":\"r\",\"port\":1}");
  }

  @Test
  void anyPassesTheValidOnesOn() throws InterruptedException {
    Rules rules = rules("{when: 'any:mysql,redis', do: db}");
    assertThat(rules.turn(snapshot("{}"))).isFalse();
    assertThat(rules.pending())
        .containsExactly(
            "rule db (any: mysql, redis) waits for mysql: there is no such key;"
                + " redis: there is no such key");
    assertThat(rules.turn(snapshot("{mysql: {port: 1}, redis: {}}"))).isFalse();
    assertThat(rules.turn(snapshot("{mysql: {port: 1}, redis: {host: r, more: 2}}"))).isTrue();
    assertThat(programs.inputs()).containsExactly("{\"host\":\"r\",\"more\":2}");
  }

  @Test
  void theLastInterfaceWinsInAFlatMerge() throws InterruptedException {
    assertThat(rules("{when: 'redis,mysql', do: db}").turn(snapshot(BOTH))).isTrue();
    assertThat(programs.inputs()).containsExactly("{\"host\":\"m\",\"port\":1}");
  }

  @Test
  void nestedInputKeepsInterfacesApart() throws InterruptedException {
    assertThat(rules("{when: 'redis,mysql', do: db, stdin: nested}").turn(snapshot(BOTH))).isTrue();
    assertThat(programs.inputs())
        .containsExactly("{\"redis\":{\"host\":\"r\"},\"mysql\":{\"host\":\"m\",\"port\":1}}");
  }

  @Test
  void anInterfaceWithoutASchemaIsNeverValid() throws InterruptedException {
    Rules rules = rules("{when: etcd, do: db}");
    assertThat(rules.turn(snapshot("{etcd: {host: e}}"))).isFalse();
    assertThat(rules.pending())
        .containsExactly("rule db (all: etcd) waits for etcd: there is no schema etcd");
  }

  @Test
  void aDeeperKeyIsHeldToTheSchemaOfItsInterfaceWhichIsPassedOnWhole() throws InterruptedException {
    Rules rules = rules("{when: mysql.main, do: db}");
    assertThat(rules.turn(snapshot("{mysql: {host: m, port: 1}}"))).isFalse();
    assertThat(rules.pending())
        .containsExactly("rule db (all: mysql.main) waits for mysql.main: there is no such key");
    assertThat(rules.turn(snapshot("{mysql: {main: {port: 1}, other: 2}}"))).isFalse();
    assertThat(rules.pending())
        .containsExactly("rule db (all: mysql.main) waits for mysql.main: required: host");
    assertThat(
            rules.turn(
                snapshot("{mysql: {main: {host: m, port: '1'}, other: 2}}", "/mysql/main/port")))
        .isTrue();
    assertThat(programs.inputs())
        .containsExactly("{\"main\":{\"host\":\"m\",\"port\":1},\"other\":2}");
  }

  @Test
  void aListIsNoMapWhoseNamesAreNumbers() throws InterruptedException {
    assertThat(rules("{when: mysql.0, do: db}").turn(snapshot("{mysql: [{host: m}]}"))).isFalse();
  }

  @Test
  void textsOfAStoreBecomeWhatTheSchemaWants() throws InterruptedException {
    Snapshot texts = snapshot("{mysql: {host: '5', port: '5'}}", "/mysql/host", "/mysql/port");
    assertThat(rules("{when: mysql, do: db}").turn(texts)).isTrue();
    assertThat(programs.inputs()).containsExactly("{\"host\":\"5\",\"port\":5}");
  }

  @Test
  void textsOfAFileStayTexts() throws InterruptedException {
    assertThat(rules("{when: mysql, do: db}").turn(snapshot("{mysql: {host: '5', port: '5'}}")))
        .isFalse();
  }

  @Test
  void aRuleThatCompletesLaterDoesNotHideOneThatHasNot() throws InterruptedException {
    Rules rules = rules("{when: mysql, do: db}, {when: redis, do: cache}");
    assertThat(rules.turn(snapshot("{redis: {host: r}}"))).isFalse();
    assertThat(rules.pending()).hasSize(1).first().asString().startsWith("rule db (all: mysql)");
    assertThat(rules.turn(snapshot("{redis: {host: r}}"))).isFalse();
    assertThat(programs.run).hasSize(1);
  }

  @Test
  void aRuleThatFailsDoesNotKeepOthersFromRunning() throws InterruptedException {
    programs.ends.add(FAILED);
    Rules rules = rules("{when: mysql, do: db}, {when: redis, do: cache}");
    assertThat(rules.turn(snapshot(BOTH))).isFalse();
    assertThat(programs.run).hasSize(2);
    assertThat(rules.pending())
        .containsExactly("rule db (all: mysql): handler db failed 1 of 5 times: status 1");
  }

  @Test
  void aRuleThatCompletedDoesNotRunAgain() throws InterruptedException {
    Rules rules = rules("{when: mysql, do: db}");
    assertThat(rules.turn(snapshot("{mysql: {host: m}}"))).isTrue();
    assertThat(rules.turn(snapshot("{mysql: {host: other}}"))).isTrue();
    assertThat(rules.turn(snapshot("{}"))).isTrue();
    assertThat(programs.run).hasSize(1);
  }

  @Test
  void aRuleRunsAgainWhenItsInputHasChangedIfItIsToldSo() throws InterruptedException {
    Rules rules = rules(2, "{when: mysql, do: db, again: true}");
    assertThat(rules.turn(snapshot("{mysql: {host: m}}"))).isTrue();
    assertThat(rules.turn(snapshot("{mysql: {host: m}, redis: {}}"))).isTrue();
    assertThat(programs.run).hasSize(1);
    assertThat(rules.turn(snapshot("{}"))).isTrue();
    programs.ends.add(FAILED);
    assertThat(rules.turn(snapshot("{mysql: {host: other}}"))).isFalse();
    assertThat(rules.turn(snapshot("{mysql: {host: m}}"))).isTrue();
    assertThat(programs.run).hasSize(2);
    programs.ends.add(FAILED);
    assertThatThrownBy(() -> rules.turn(snapshot("{mysql: {host: third}}")))
        .isInstanceOf(HandlerFailedException.class);
  }

  @Test
  void aHandlerThatFailedIsLeftAloneForTheIntervalUnlessItsInputChanges()
      throws InterruptedException {
    Rules rules = rules("{when: mysql, do: db}");
    programs.ends.addAll(List.of(FAILED, FAILED));
    assertThat(rules.turn(snapshot("{mysql: {host: m}}"))).isFalse();
    assertThat(rules.turn(snapshot("{mysql: {host: m}}"))).isFalse();
    assertThat(programs.run).hasSize(1);
    assertThat(rules.turn(snapshot("{mysql: {host: n}}"))).isFalse();
    assertThat(programs.run).hasSize(2);
    later();
    assertThat(rules.turn(snapshot("{mysql: {host: n}}"))).isTrue();
    assertThat(programs.run).hasSize(3);
  }

  @Test
  void failuresOfARuleAreCountedOverAllItsRuns() throws InterruptedException {
    programs.ends.addAll(List.of(FAILED, FAILED, new Ended(143, true)));
    Rules rules = rules(3, "{when: mysql, do: db}");
    Snapshot snapshot = snapshot("{mysql: {host: s3cret}}");
    assertThat(rules.turn(snapshot)).isFalse();
    later();
    assertThat(rules.turn(snapshot)).isFalse();
    assertThat(rules.turn(snapshot("{}"))).isFalse();
    later();
    assertThatThrownBy(() -> rules.turn(snapshot))
        .isInstanceOfSatisfying(
            HandlerFailedException.class,
            failure -> {
              assertThat(failure.handler()).isEqualTo("db");
              assertThat(failure.failures()).isEqualTo(3);
            })
        .hasMessage(
            "rule db (all: mysql): the handler failed 3 times, at last:"
                + " it had not ended after 30000 ms and was killed");
  }

  @Test
  void failuresOfOneRuleAreNoneOfAnother() throws InterruptedException {
    programs.ends.addAll(List.of(FAILED, FAILED));
    Rules rules = rules(2, "{when: mysql, do: db}, {when: redis, do: cache}");
    assertThat(rules.turn(snapshot(BOTH))).isFalse();
    later();
    assertThat(rules.turn(snapshot(BOTH))).isTrue();
  }

  @Test
  void withoutALimitItGoesOn() throws InterruptedException {
    Rules rules = rules(0, "{when: mysql, do: db}");
    Snapshot snapshot = snapshot("{mysql: {host: m}}");
    for (int run = 0; run < 20; run++) {
      programs.ends.add(new Ended(137, false));
      assertThat(rules.turn(snapshot)).isFalse();
      later();
    }
    assertThat(rules.pending())
        .containsExactly("rule db (all: mysql): handler db failed 20 times: ended by signal 9");
    assertThat(rules.turn(snapshot)).isTrue();
  }

  @Test
  void aHandlerThatIsMissingFails() throws InterruptedException {
    Rules rules = rules("{when: mysql, do: other}");
    assertThat(rules.turn(snapshot("{mysql: {host: m}}"))).isFalse();
    assertThat(rules.pending())
        .containsExactly(
            "rule other (all: mysql): handler other failed 1 of 5 times:"
                + " it is in no directory of the path");
  }

  @Test
  void handlersGetThePathAndNothingElse() throws InterruptedException {
    assertThat(rules("{when: mysql, do: db}").turn(snapshot("{mysql: {host: m}}"))).isTrue();
    assertThat(programs.run.get(0).environment())
        .isEqualTo(Map.of("PATH", directory + ":/usr/bin"));
    assertThat(programs.run.get(0).words()).containsExactly(directory.resolve("db").toString());
    assertThat(programs.run.get(0).directory()).isEqualTo(directory);
  }

  @Test
  void aValueThatIsNoMapIsPassedOnUnderItsName() throws IOException, InterruptedException {
    write("word.schema", "name: word\ntype: string\n");
    assertThat(rules("{when: word, do: db}").turn(snapshot("{word: \"a\\n\\0b\"}"))).isTrue();
    assertThat(programs.inputs()).containsExactly("{\"word\":\"a\\n\\u0000b\"}");
  }
}
