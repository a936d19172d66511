package io.emperor.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.TestUsers;
import io.emperor.vassal.RestartPolicy;
import io.emperor.vassal.status.VassalState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Vassals of real users under an emperor that is root, and a real agent; skipped where nobody can
 * be added.
 */
@Timeout(120)
@Isolated
class TyrantTest {

  private static final String EMPERORS_TOKEN = "the-emperors-own-token";

  /** Tells what it is, and then tries to read what is not its own. */
  private static final String SPY =
      """
      command:
        - /bin/sh
        - -c
        - |
          { id -u; id -g; id -G; echo "$HOME $USER $LOGNAME"; umask; pwd
            echo "token=$CONSUL_HTTP_TOKEN emperor=$EMPERORS"
            for file in $SECRETS /proc/EMPEROR_PID/environ /proc/EMPEROR_PID/mem; do
              head -c 1 "$file" > /dev/null 2>&1 && echo "has read $file"
              { echo x >> "$file"; } 2> /dev/null && echo "has written $file"
              ls "$file" > /dev/null 2>&1 && [ -d "$file" ] && echo "has listed $file"
            done
            kill -0 EMPEROR_PID 2> /dev/null && echo "has signalled the emperor"
          } > "$OUT".new 2>&1
          mv "$OUT".new "$OUT"
          echo told > /dev/stdout
          exec sleep 600
      check-tcp: none
      """;

  private static final String APP =
      """
      package shop;
      public class Owned implements io.emperor.api.Vassal {
        public void start(io.emperor.api.VassalContext context) throws Exception {
          java.nio.file.Path said = context.dataDirectory().resolve("said");
          java.nio.file.Files.writeString(said,
              System.getProperty("user.name") + " " + System.getenv("CONSUL_HTTP_TOKEN")
                  + " " + System.getenv("HOME"));
        }
      }
      """;

  @TempDir Path directory;

  private TestUsers users;
  private Account ann;
  private Account bob;
  private ConsulAgentProcess agent;
  private Path vassals;
  private Path out;
  private Path home;
  private Emperor emperor;

  @BeforeEach
  void begin() throws Exception {
    users = new TestUsers();
    ann = users.add("ann");
    bob = users.add("bob");
    agent = ConsulAgentProcess.start();
    TestUsers.open(directory);
    vassals = TestUsers.sticky(directory.resolve("vassals"));
    out = TestUsers.sticky(directory.resolve("out"));
    Path data = PrivateDirectory.made(directory.resolve("state"));
    home = data.resolve("test");
    emperor =
        new Emperor(
            new EmperorSettings(
                "test",
                List.of(vassals.toString()),
                Map.of("drain", "0"),
                new AgentSettings(
                    List.of(AgentAddress.parse("http://" + agent.httpAddress())),
                    ConsistencyMode.DEFAULT,
                    TokenSource.fixed(EMPERORS_TOKEN),
                    TlsSettings.defaults(),
                    null),
                null,
                InetAddress.getLoopbackAddress(),
                Duration.ofMillis(100),
                new RestartPolicy(Duration.ofMillis(100), Duration.ofMillis(200)),
                FleetSettings.plain(),
                false,
                Optional.empty(),
                data,
                true),
            new SimpleMeterRegistry(),
            new LastLines(LogFormat.TEXT));
    emperor.start();
  }

  @AfterEach
  void end() throws Exception {
    if (emperor != null) {
      emperor.stop();
    }
    if (agent != null) {
      agent.close();
    }
    if (users != null) {
      users.close();
    }
  }

  private Path drop(String name, String text, Account owner) throws IOException {
    return TestUsers.write(vassals.resolve(name), text, owner);
  }

  private static String spy(Path out, String more) {
    return SPY.replace("EMPEROR_PID", Long.toString(ProcessHandle.current().pid()))
        + more
        + (more.contains("env:") ? "" : "env:\n")
        + "  OUT: '%s'\n".formatted(out);
  }

  private boolean is(String name, VassalState state) {
    return emperor.vassals().find(name).filter(one -> one.status().state() == state).isPresent();
  }

  private String reason(String name) {
    return emperor.vassals().find(name).map(one -> one.status().reason()).orElse("");
  }

  private long pid(String name) {
    return emperor.vassals().find(name).orElseThrow().status().service().pid();
  }

  private static int uid(long pid) throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid");
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
  }

  private void refused(String name, String words) {
    Await.until(words, () -> is(name, VassalState.CURSED) && reason(name).contains(words));
  }

  @Test
  void eachRunsAsItsOwnerAndReadsNothingOfTheOthers() throws Exception {
    int second = users.group("second", ann);
    Path token = TestUsers.write(directory.resolve("bobs-token"), "bobs-own-token\n", bob);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    drop("bobs.yaml", spy(out.resolve("bob"), "consul-token-file: '%s'\n".formatted(token)), bob);
    Await.until("bob's runs", () -> Files.exists(out.resolve("bob")));
    Path bobs = home.resolve("data/bobs");
    Path copies;
    try (Stream<Path> runs = Files.list(home.resolve("copies"))) {
      copies = runs.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    List<Path> secrets = new ArrayList<>(List.of(token, bobs, home, home.getParent(), copies));
    secrets.add(home.resolve("reign"));
    secrets.add(home.resolve("running"));
    secrets.add(Path.of("/proc", Long.toString(pid("bobs")), "environ"));
    secrets.add(Path.of("/proc", Long.toString(pid("bobs")), "mem"));
    try (Stream<Path> all = Files.walk(copies)) {
      all.filter(Files::isRegularFile).forEach(secrets::add);
    }
    assertThat(secrets).anyMatch(path -> path.toString().contains("bobs-1-bobs.yaml"));

    drop(
        "anns.yaml",
        spy(
            out.resolve("ann"),
            "env:\n  SECRETS: '%s'\n"
                .formatted(String.join(" ", secrets.stream().map(Path::toString).toList()))),
        ann);

    Await.until("ann's runs", () -> Files.exists(out.resolve("ann")));
    List<String> told = Files.readAllLines(out.resolve("ann"));
    assertThat(told.subList(0, 2))
        .containsExactly(Integer.toString(ann.uid()), Integer.toString(ann.gid()));
    assertThat(told.get(2).split(" ", -1))
        .containsExactlyInAnyOrder(Integer.toString(ann.gid()), Integer.toString(second));
    assertThat(told.subList(3, told.size()))
        .containsExactly(
            "%s %s %s".formatted(ann.home(), ann.name(), ann.name()),
            "0022",
            vassals.toString(),
            "token= emperor=");
    assertThat(Files.readAllLines(out.resolve("bob"))).contains("token=bobs-own-token emperor=");
    assertThat(mode(bobs)).isEqualTo(0700);
    assertThat((Integer) Files.getAttribute(bobs, "unix:uid")).isEqualTo(bob.uid());
    assertThat(mode(home)).isEqualTo(0711);
    assertThat(mode(Objects.requireNonNull(home.getParent()))).isEqualTo(0711);
    Await.until(
        "both are registered",
        () -> agent.get("/v1/agent/services").contains("anns-test") && pid("anns") != 0);
    assertThat(uid(pid("anns"))).isEqualTo(ann.uid());
    assertThat(emperor.vassals().find("anns").orElseThrow().configuration())
        .anyMatch(value -> value.key().equals("user") && value.value().contains(ann.name()));
    assertThat(Files.readString(Path.of("/proc", Long.toString(pid("anns")), "environ")))
        .doesNotContain(EMPERORS_TOKEN);
  }

  @Test
  void aChangeOfOwnerEndsItBeforeTheNextBegins() throws Exception {
    Path journal = TestUsers.sticky(directory.resolve("journal"));
    Path file =
        drop(
            "shop.yaml",
            """
            command:
              - /bin/sh
              - -c
              - |
                echo > "%1$s/$(id -u).begun"
                trap 'sleep 0.3; echo > "%1$s/$(id -u).ended"; exit' TERM
                ls %1$s > %1$s/$(id -u).seen
                while :; do sleep 0.1; done
            check-tcp: none
            """
                .formatted(journal),
            ann);
    Await.until("it runs as ann", () -> Files.exists(journal.resolve(ann.uid() + ".seen")));
    Await.until("it is known", () -> is("shop", VassalState.RUNNING));
    long before = pid("shop");

    TestUsers.chown(file, bob); // and nothing else

    Await.until("it runs as bob", () -> Files.exists(journal.resolve(bob.uid() + ".seen")));
    Await.until("it is known", () -> is("shop", VassalState.RUNNING) && pid("shop") != before);
    assertThat(uid(pid("shop"))).isEqualTo(bob.uid());
    assertThat(ProcessHandle.of(before).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Files.readAllLines(journal.resolve(bob.uid() + ".seen")))
        .as("what was there when it began")
        .contains(ann.uid() + ".ended");

    long after = pid("shop");
    TestUsers.chown(file, 0, 0);
    refused("shop", "nothing runs as root");
    Await.until(
        "what ran as bob has ended",
        () -> ProcessHandle.of(after).filter(ProcessHandle::isAlive).isEmpty());
    Await.until("it is gone", () -> !agent.get("/v1/agent/services").contains("shop-test"));
  }

  @Test
  void whatOthersCouldHaveWrittenDoesNotRun() throws Exception {
    Path open = drop("open.yaml", spy(out.resolve("never"), ""), ann);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path link = vassals.resolve("link.yaml");
    Path others =
        TestUsers.write(directory.resolve("others.yaml"), spy(out.resolve("never"), ""), bob);
    Files.createSymbolicLink(link, others);
    TestUsers.chown(link, ann);
    drop("uids.yaml", spy(out.resolve("never"), "uid: %s\n".formatted(bob.name())), ann);
    drop("inputs.yaml", spy(out.resolve("never"), "sources: {x: {file: /etc/shadow}}\n"), ann);

    drop("low.yaml", "command: sleep 9\non-demand: true\nconsul-service-port: 999\n", ann);

    refused("low", "consul-service-port 999 is root's to open");
    refused("open", "can be written by others");
    refused("link", "is a link that belongs to uid " + ann.uid());
    refused("uids", "uid: is for files that belong to root");
    refused("inputs", "is read, written or run by the emperor itself, which is root");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Await.until("its mode is a change, too", () -> is("open", VassalState.RUNNING));
  }

  @Test
  void rootsFileNamesTheUserAndHooksRunAsIt() throws Exception {
    Account root = Account.of("0");
    drop(
        "roots.yaml",
        spy(
            out.resolve("roots"),
            """
            uid: %s
            gid: %s
            before-start: sh -c 'id -u > %3$s/before; echo "$CONSUL_HTTP_TOKEN" >> %3$s/before'
            on-registered: id -u > %3$s/registered
            """
                .formatted(bob.name(), ann.gid(), out)),
        root);

    Await.until(
        "all have run",
        () -> Files.exists(out.resolve("roots")) && Files.size(out.resolve("registered")) > 0);
    assertThat(Files.readAllLines(out.resolve("roots")).subList(0, 2))
        .containsExactly(Integer.toString(bob.uid()), Integer.toString(ann.gid()));
    assertThat(Files.readAllLines(out.resolve("before")))
        .containsExactly(Integer.toString(bob.uid()), "");
    assertThat(out.resolve("registered")).hasContent(Integer.toString(bob.uid()));
  }

  @Test
  void anAppHasAJvmOfItsOwnWithItsOwnToken() throws Exception {
    String before = System.getProperty("java.class.path");
    byte[] jar = AppJar.empty().withSources(Map.of("shop.Owned", APP)).naming("shop.Owned").bytes();
    TestUsers.write(vassals.resolve("app.jar"), jar, bob);
    Await.until("it is told", () -> reason("app").contains("can't be read by " + bob.name()));
    Path token = TestUsers.write(directory.resolve("bobs-token"), "bobs-own-token\n", bob);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    try {
      System.setProperty("java.class.path", readable(before));
      drop(
          "app.yaml",
          "isolation: shared\nconsul-token-file: ../bobs-token\nstart-timeout: 60s\n",
          bob);
      Await.within(Duration.ofSeconds(60), "it runs", () -> is("app", VassalState.RUNNING));
    } finally {
      System.setProperty("java.class.path", before);
    }

    assertThat(home.resolve("data/app/said"))
        .hasContent("%s bobs-own-token %s".formatted(bob.name(), bob.home()));
    assertThat(uid(pid("app"))).isEqualTo(bob.uid());
    try (Stream<Path> all = Files.walk(home.resolve("copies"))) {
      assertThat(all.filter(path -> path.toString().endsWith(".jar")))
          .singleElement()
          .satisfies(copy -> assertThat(mode(copy)).isEqualTo(0600))
          .satisfies(
              copy ->
                  assertThat((Integer) Files.getAttribute(copy, "unix:uid")).isEqualTo(bob.uid()));
    }
  }

  /** Where tests are built, other users may not be let in. */
  private String readable(String classPath) throws IOException {
    Path all = TestUsers.open(Files.createDirectory(directory.resolve("lib")));
    List<String> copies = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from) && !entry.contains("test-classes")) {
        Path to = all.resolve(copies.size() + "-" + from.getFileName());
        copy(from, to);
        copies.add(to.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      tree.forEach(
          path -> {
            try {
              Path copy = to.resolve(from.relativize(path).toString());
              Files.copy(path, path.equals(from) ? to : copy);
              boolean isDirectory = Files.isDirectory(path);
              Files.setPosixFilePermissions(
                  path.equals(from) ? to : copy,
                  PosixFilePermissions.fromString(isDirectory ? "rwxr-xr-x" : "rw-r--r--"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
