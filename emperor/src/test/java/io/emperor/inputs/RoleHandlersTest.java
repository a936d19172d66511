package io.emperor.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.provisioning.handler.HandlersPlan;
import io.emperor.provisioning.handler.MemberFilter;
import io.emperor.provisioning.handler.RoleHandlers;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfMember;
import io.emperor.provisioning.handler.SerfSelf;
import io.emperor.runtime.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Real executables. */
@Timeout(60)
class RoleHandlersTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Map<String, String> PATH =
      Map.of("PATH", "/usr/bin:/bin", "SERF_TAG_OLD", "of somebody else");
  private static final SerfSelf SELF = SerfSelf.of("one", Map.of("role", "db:web", "dc", "east"));
  private static final byte[] NOTHING = new byte[0];

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.emperor.provisioning");
  private Path handlers;
  private Path ran;
  private ChildProcesses children;

  @BeforeEach
  void open() throws IOException {
    children = new ChildProcesses(directory.resolve("home"));
    handlers = Files.createDirectory(directory.resolve("handlers"));
    ran = Files.createFile(directory.resolve("ran"));
    logger.setLevel(Level.DEBUG);
    logger.addAppender(written);
    written.start();
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
    logger.detachAppender(written);
    logger.setLevel(null);
  }

  /** A handler that leaves word that it ran. */
  private Path handler(String name) throws IOException {
    return handler(name, "");
  }

  private Path handler(String name, String script) throws IOException {
    Path file = handlers.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\necho " + name + " >>" + ran + "\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private RoleHandlers with(MemberFilter filter, Duration limit) {
    return new RoleHandlers(
        new ChildPrograms(children, "serf"), new HandlersPlan(handlers, filter, limit), PATH);
  }

  private byte[] take(SerfEvent event) {
    return with(MemberFilter.ALL, LONG).take(event);
  }

  private static SerfEvent user(String name) {
    return SerfEvent.ofUser(name, 1, SELF, NOTHING);
  }

  private static SerfEvent query(String name) {
    return SerfEvent.ofQuery(name, 1, SELF, NOTHING);
  }

  private List<String> lines(Level level) {
    return written.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void everyRoleHasItsOwnInTheTagsOrderThenTheDefault() throws Exception {
    for (String role : List.of("default", "web", "db", "mail")) {
      handler(role + "/member-join");
      handler(role + "/member-leave");
    }

    take(SerfEvent.ofMembers("member-join", SELF, List.of()));

    assertThat(ran).hasContent("db/member-join\nweb/member-join\ndefault/member-join");
  }

  @Test
  void aUserEventHasOneByItsNameBeforeThatOfAll() throws Exception {
    handler("db/user");
    handler("db/deploy");
    handler("default/user");
    handler("db/other");

    take(user("deploy"));

    assertThat(ran).hasContent("db/deploy\ndb/user\ndefault/user");
  }

  @Test
  void aQueryHasOneByItsNameAlone() throws Exception {
    handler("db/user");
    handler("db/query");
    handler("db/load");

    take(query("load"));

    assertThat(ran).hasContent("db/load");
  }

  @ParameterizedTest
  @ValueSource(strings = {"member-failed", "member_failed"})
  void bothStrokesAreAlike(String file) throws Exception {
    handler("db/" + file);
    handler("web/de_p-loy");

    take(SerfEvent.ofMembers("member-failed", SELF, List.of()));
    take(user("de-p_loy"));

    assertThat(ran).hasContent("db/" + file + "\nweb/de_p-loy");
  }

  @Test
  void nobodyElseHasMemberHandlersRun() throws Exception {
    handler("db/member-join");
    handler("db/user");

    take(user("member-join"));
    take(user("member_join"));
    take(query("member-join"));
    take(query("user"));

    assertThat(ran).hasContent("db/user\ndb/user");
  }

  @Test
  void whatHasNoHandlerIsHarmless() throws Exception {
    take(user("deploy"));
    take(new SerfEvent("member-moved", "", 0, SELF, NOTHING));
    Files.delete(handlers);
    take(user("deploy"));

    assertThat(lines(Level.WARN)).isEmpty();
    assertThat(lines(Level.DEBUG)).contains("member-moved has no handler here");
  }

  @Test
  void hasSerfsEnvironmentItsInputAndItsDirectory() throws Exception {
    handler("db/deploy", "env >../env; pwd >../pwd; cat >../input");
    byte[] payload = {0, 1, (byte) 0xff, '\r', '\n', (byte) 0xc3, '\n'};

    take(SerfEvent.ofUser("deploy", 42, SELF, payload));

    assertThat(handlers.resolve("input")).hasBinaryContent(payload);
    assertThat(handlers.resolve("pwd")).hasContent(handlers.resolve("db").toRealPath().toString());
    assertThat(Files.readAllLines(handlers.resolve("env")))
        .filteredOn(line -> !line.matches("(PWD|OLDPWD|_|SHLVL|EMPEROR_CHILD)=.*"))
        .containsExactlyInAnyOrder(
            "PATH=/usr/bin:/bin",
            "SERF_EVENT=user",
            "SERF_SELF_NAME=one",
            "SERF_SELF_ROLE=db:web",
            "SERF_TAG_DC=east",
            "SERF_TAG_ROLE=db:web",
            "SERF_USER_EVENT=deploy",
            "SERF_USER_LTIME=42");
  }

  @Test
  void aHugeInputIsWholeOrIgnored() throws Exception {
    handler("db/deploy", "wc -c >../bytes");
    handler("web/deploy", "exec <&-");
    byte[] payload = new byte[SerfEvent.MOST_INPUT];
    Arrays.fill(payload, (byte) '\n');

    take(SerfEvent.ofUser("deploy", 1, SELF, payload));

    assertThat(Files.readString(handlers.resolve("bytes")).strip()).isEqualTo("1048576");
    assertThat(ran).hasContent("db/deploy\nweb/deploy");
    assertThat(lines(Level.WARN)).isEmpty();
  }

  @Test
  void theFirstAnswerCounts() throws Exception {
    handler("db/load", "echo not an answer; exit 1");
    handler("web/load", "printf '\\000\\377x'; echo told >&2");
    handler("default/load", "echo second");

    assertThat(take(query("load"))).containsExactly(0, 0xff, 'x');
    assertThat(ran).hasContent("db/load\nweb/load\ndefault/load");
    assertThat(lines(Level.INFO)).containsExactly("web/load: told");
    assertThat(lines(Level.WARN))
        .containsExactly("db/load: query load is not handled: it ended with status 1");
  }

  @Test
  void anAnswerIsCutWhereSerfWouldDropIt() throws Exception {
    handler("db/load", "head -c 100000 /dev/zero");

    assertThat(take(query("load"))).hasSize(1024 - 64 - "one".length());
    assertThat(lines(Level.WARN)).containsExactly("db/load: its answer is cut off after 957 bytes");
  }

  @Test
  void whatOthersPrintIsInTheLog() throws Exception {
    handler("db/deploy", "echo out; printf 'two\\033lines\\n' >&2; exit 3");

    assertThat(take(user("deploy"))).isEmpty();

    assertThat(lines(Level.INFO)).containsExactly("db/deploy: out", "db/deploy: twolines");
    assertThat(lines(Level.WARN))
        .containsExactly("db/deploy: user deploy is not handled: it ended with status 3");
  }

  @Test
  void isKilledWithAllThatItHasStartedWhenItsTimeIsOver() throws Exception {
    handler(
        "db/deploy",
        """
        trap '' TERM HUP INT
        (trap '' TERM; sleep 300) & echo $! >>../pids
        setsid sh -c 'trap "" TERM; echo $$ >>../pids; sleep 300' &
        echo $$ >>../pids
        sleep 300; sleep 300
        """);
    handler("web/deploy");

    byte[] unused = with(MemberFilter.ALL, Duration.ofSeconds(1)).take(user("deploy"));

    assertThat(Files.readAllLines(handlers.resolve("pids")))
        .hasSize(3)
        .noneMatch(RoleHandlersTest::runs);
    assertThat(ran).hasContent("db/deploy\nweb/deploy");
    assertThat(lines(Level.WARN))
        .containsExactly(
            "db/deploy: user deploy is not handled: it had not ended after 1000 ms and was killed");
  }

  /** A zombie has ended, and nobody has asked how. */
  private static boolean runs(String pid) {
    try {
      return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void oneThatCantBeExecutedIsToldOnce() throws Exception {
    Path file = handler("db/deploy");
    assertThat(file.toFile().setExecutable(false)).isTrue();
    RoleHandlers all = with(MemberFilter.ALL, LONG);

    all.take(user("deploy"));
    all.take(user("deploy"));
    assertThat(lines(Level.WARN))
        .containsExactly(file + " can't be executed and is not run: chmod +x it");
    assertThat(ran).isEmptyFile();

    assertThat(file.toFile().setExecutable(true)).isTrue();
    all.take(user("deploy"));
    assertThat(ran).hasContent("db/deploy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../default/secret",
        "..",
        ".",
        "",
        ".hidden",
        "/bin/sh",
        "a b",
        "a;touch x",
        "a\nb",
        "a\0b",
        "\u202Edeploy",
        "deploy\u202E",
        "*",
        "[a-z]*",
        "déploy"
      })
  void namesFromOutsideAreNoPaths(String name) throws Exception {
    for (String file : List.of("default/.hidden", "secret", "default/deploy", "db/secret")) {
      handler(file);
    }
    SerfSelf hostile = SerfSelf.of("one", Map.of("role", "..:db/..:" + name));

    take(user(name));
    take(query(name));
    take(SerfEvent.ofUser("secret", 1, hostile, NOTHING));
    take(new SerfEvent(name, "", 0, hostile, NOTHING));

    assertThat(ran).isEmptyFile();
    assertThat(lines(Level.WARN)).isEmpty();
    assertThat(lines(Level.DEBUG)).noneMatch(line -> line.contains("\n"));
  }

  @Test
  void aNameOfMoreThanAHundredCharactersFindsNothing() throws Exception {
    handler("default/" + "a".repeat(100));
    handler("default/" + "a".repeat(101));

    take(user("a".repeat(101)));
    assertThat(ran).isEmptyFile();
    take(user("a".repeat(100)));
    assertThat(ran).hasContent("default/" + "a".repeat(100));
  }

  @Test
  void onlyWhatIsMeantIsHandled() throws Exception {
    handler("db/member-join", "cat >../input");
    RoleHandlers web = with(new MemberFilter(Set.of("web"), Map.of(), Set.of()), LONG);
    SerfMember other = SerfMember.of("two", "10.0.0.2", Map.of("role", "mail"));
    SerfMember meant = SerfMember.of("three", "10.0.0.3", Map.of("role", "web"));

    web.take(SerfEvent.ofMembers("member-join", SELF, List.of(other)));
    assertThat(ran).isEmptyFile();
    web.take(SerfEvent.ofMembers("member-join", SELF, List.of(other, meant)));
    assertThat(handlers.resolve("input")).hasContent("three\t10.0.0.3\tweb\trole=web\n");
  }

  @Test
  void whoeverIsInterruptedEndsIt() throws Exception {
    handler("db/deploy", "sleep 300");
    handler("web/deploy");
    Thread.currentThread().interrupt();

    byte[] answer = take(SerfEvent.ofUser("deploy", 1, SELF, "x".getBytes(UTF_8)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).isEmpty();
    assertThat(Files.readString(ran)).doesNotContain("web");
  }
}
