package io.emperor.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.consul.Await;
import io.emperor.provisioning.rule.HandlerFailedException;
import io.emperor.provisioning.rule.HandlerSettings;
import io.emperor.provisioning.rule.Handlers;
import io.emperor.provisioning.rule.RuleFiles;
import io.emperor.provisioning.rule.Rules;
import io.emperor.provisioning.schema.Schemas;
import io.emperor.provisioning.source.Snapshot;
import io.emperor.provisioning.source.YamlTree;
import io.emperor.runtime.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Rules that run real handlers. */
@Timeout(60)
class HandlersTest {

  private static final String SECRET = "s3cret";
  private static final String VALUES =
      "{mysql: {host: 'localhost:3306', password: " + SECRET + "}}";

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.emperor");
  private ChildProcesses children;

  @BeforeEach
  void open() throws IOException {
    children = new ChildProcesses(directory.resolve("home"));
    logger.setLevel(Level.DEBUG);
    logger.addAppender(written);
    written.start();
    Files.writeString(
        directory.resolve("mysql.schema"),
        "{name: mysql, type: object, required: [host], properties: {port: {type: integer}}}");
    Files.writeString(directory.resolve("one.rules"), "rules: [{when: mysql, do: configure}]");
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
    logger.detachAppender(written);
    logger.setLevel(null);
    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(SECRET));
  }

  private void handler(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("configure"), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Rules rules(int failLimit, Duration limit, boolean aloud) {
    HandlerSettings settings =
        new HandlerSettings(List.of(directory), "/usr/bin:/bin", directory, limit, aloud);
    return new Rules(
        RuleFiles.read(List.of(directory)),
        Schemas.read(List.of(directory)),
        new Handlers(new ChildPrograms(children, "await"), settings),
        failLimit,
        Duration.ZERO,
        System::nanoTime);
  }

  private static Snapshot snapshot(String yaml) {
    ObjectNode values = (ObjectNode) YamlTree.parse(yaml, "values").root();
    return new Snapshot(1, values, Map.of(), Set.of());
  }

  private String failure(String handler, Duration limit) throws IOException, InterruptedException {
    handler(handler);
    Rules rules = rules(5, limit, true);
    assertThat(rules.turn(snapshot(VALUES))).isFalse();
    assertThat(rules.pending()).hasSize(1);
    return rules.pending().get(0).replaceFirst(".*failed 1 of 5 times: ", "");
  }

  private String failure(String handler) throws IOException, InterruptedException {
    return failure(handler, Duration.ofSeconds(30));
  }

  private List<String> lines(Level level) {
    return written.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.startsWith("configure: "))
        .toList();
  }

  @Test
  void readsWhatItNeedsAndPrintsToTheLog() throws Exception {
    handler("#!/bin/sh\ncat > input; echo configured; echo though >&2\n");
    assertThat(rules(5, Duration.ofSeconds(30), true).turn(snapshot(VALUES))).isTrue();
    assertThat(directory.resolve("input"))
        .hasContent("{\"host\":\"localhost:3306\",\"password\":\"" + SECRET + "\"}");
    assertThat(lines(Level.INFO)).containsExactly("configure: configured", "configure: though");
  }

  @Test
  void printsForDebuggingAloneWhereItIsToldSo() throws Exception {
    handler("#!/bin/sh\necho configured\n");
    assertThat(rules(5, Duration.ofSeconds(30), false).turn(snapshot(VALUES))).isTrue();
    assertThat(lines(Level.INFO)).isEmpty();
    assertThat(lines(Level.DEBUG)).containsExactly("configure: configured");
  }

  @Test
  void oneThatPrintsHundredMegabytesFillsNoLog() throws Exception {
    handler("#!/bin/sh\nyes 0123456789 | head -c 100000000\n");
    assertThat(rules(5, Duration.ofSeconds(30), true).turn(snapshot(VALUES))).isTrue();
    assertThat(lines(Level.INFO))
        .hasSize(1001)
        .endsWith("configure: what else this run prints is left out");
  }

  @Test
  void saysHowItFailed() throws Exception {
    assertThat(failure("#!/bin/sh\nexit 3\n")).isEqualTo("status 3");
    assertThat(failure("#!/bin/sh\nkill -SEGV $$\n")).isEqualTo("ended by signal 11");
    assertThat(failure("exit 0\n")).endsWith("its first line names no interpreter (#!)");
    assertThat(failure("#!/no/such/python\n")).endsWith("is not there: /no/such/python");
    Files.delete(directory.resolve("configure"));
    Files.createSymbolicLink(directory.resolve("configure"), directory.resolve("nowhere"));
    Rules rules = rules(5, Duration.ofSeconds(30), true);
    assertThat(rules.turn(snapshot(VALUES))).isFalse();
    assertThat(rules.pending().get(0)).endsWith("it is in no directory of the path");
  }

  @Test
  void oneThatHangsIsKilledWithWhatItHasStarted() throws Exception {
    String script =
        "#!/bin/sh\n(trap '' TERM; sleep 300; echo $$) & echo $! > child; wait; sleep 300\n";
    assertThat(failure(script, Duration.ofSeconds(1)))
        .isEqualTo("it had not ended after 1000 ms and was killed");
    long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
    Await.until(
        "it is gone",
        () -> ProcessHandle.of(child).map(process -> !process.isAlive()).orElse(true));
  }

  @Test
  void oneThatIgnoresMuchInputSucceeds() throws Exception {
    handler("#!/bin/sh\nexit 0\n");
    String much = "{mysql: {host: h, more: '" + "x".repeat(1 << 19) + "'}}";
    assertThat(rules(5, Duration.ofSeconds(30), true).turn(snapshot(much))).isTrue();
  }

  @Test
  void theLastFailureIsTheEnd() throws Exception {
    handler("#!/bin/sh\nexit 1\n");
    Rules rules = rules(3, Duration.ofSeconds(30), true);
    Snapshot snapshot = snapshot(VALUES);
    assertThat(rules.turn(snapshot)).isFalse();
    assertThat(rules.turn(snapshot)).isFalse();
    HandlerFailedException failure =
        catchThrowableOfType(HandlerFailedException.class, () -> rules.turn(snapshot));
    assertThat(failure)
        .hasMessage("rule configure (all: mysql): the handler failed 3 times, at last: status 1");
  }
}
