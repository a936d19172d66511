package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.run.ExitStatus;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.apps.Puppet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code emperor check-config} says of files and of whole directories. */
class CheckConfigTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      CommandLines.all().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
  private final Path directory;

  CheckConfigTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aKeyThatHasNoEffectBesideItsAppIsRefused() throws IOException {
    Path file = write("shop.yaml", "jvm-options: -Xmx64m\n");
    Path app = APP.writtenTo(directory.resolve("shop.jar"));
    String problem =
        "emperor: "
            + file
            + ":1: jvm-options: has no effect on an app in the emperor's own JVM: add isolation:"
            + " process, or remove it";

    assertThat(check(file)).isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(check(app)).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString().lines()).containsExactly(problem, problem);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theAppThatAConfigurationNamesCounts() throws IOException {
    Path unused = APP.writtenTo(Files.createDirectory(directory.resolve("lib")).resolve("a.jar"));
    Path file = write("shop.yaml", "app: lib/a.jar\ncheck-http: /\n");

    assertThat(check(file)).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString()).contains("shop.yaml:2: check-http: has no effect");
  }

  @Test
  void checksAllOfADirectory() throws IOException {
    Path unused = APP.writtenTo(directory.resolve("alone.jar"));
    unused = write("good.yaml", "drain: 1s\n");
    unused = write("bad.ini", "drian = 1s\n");
    unused = write("twice.yaml", "");
    unused = write("twice.properties", "");
    unused = write("both.yaml", "command: sleep 60\n");
    unused = APP.writtenTo(directory.resolve("both.jar"));
    unused = write("my shop.yaml", "");
    unused = write("notes.txt", "drian: 1s\n");
    unused = write(".hidden.yaml", "drian: 1s\n");

    assertThat(check(directory)).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(out.toString())
        .contains(
            directory.resolve("alone.jar") + " is valid:",
            directory.resolve("good.yaml") + " is valid:");
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("bad.ini:1: drian: unknown key"),
            line -> assertThat(line).contains("both has a command: beside ", "keep one of them"),
            line -> assertThat(line).contains("two configuration files: ", "twice.yaml"),
            line -> assertThat(line).contains("my shop.yaml is left alone: a vassal's name is"));
  }

  @Test
  void aMembershipIsReadAsTheEmperorReadsIt() throws IOException {
    Path unused = Files.createDirectories(directory.resolve("conf"));
    Path good = write("good.yaml", "files: {directory: conf, subscribe: [shop]}\n");
    Path bad = write("bad.yaml", "files: {directory: nowhere}\nhandlers: []\n");

    assertThat(commandLine.execute("check-config", "--membership", good.toString())).isZero();
    assertThat(out.toString()).isEqualTo(good + " is valid" + System.lineSeparator());

    assertThat(commandLine.execute("check-config", "--membership", bad.toString()))
        .isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString())
        .contains(
            bad + ":1: files.directory is no directory",
            bad + ":1: files.subscribe is missing",
            bad + ":2: handlers is no map");
    assertThat(commandLine.execute("check-config")).isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString()).contains("name a file or a directory");
  }

  @Test
  void migrationsAreLookedAt() throws IOException {
    Path unused = Files.createDirectories(directory.resolve("db"));
    unused = Files.writeString(directory.resolve("db/one.sql"), "SELECT 1;");
    Path missing = write("missing.yaml", database("elsewhere"));
    Path bad = write("bad.yaml", database("db"));

    assertThat(check(missing)).isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(check(bad)).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("missing.yaml:2: database.migrations elsewhere is no directory"),
            line ->
                assertThat(line)
                    .contains("bad.yaml:2: database.migrations has one.sql, which is no name"));
  }

  private static String database(String migrations) {
    return "command: x\ndatabase: {url: 'jdbc:postgresql://${db.host}/shop', migrations: "
        + migrations
        + "}\n";
  }

  @Test
  void whatIsWrongWithInputsIsSaidAtOnce() throws IOException {
    Path unused = write("good.yaml", "command: x\nsources: [{consul: config/good/}]\n");
    unused =
        write(
            "bad.yaml",
            "command: x\nsources: [{cnsul: config/bad/}]\nquiet-period: soon\nenv: {A: '${}'}\n");
    unused = write("idle.yaml", "command: x\nminimum: {postgres: 1}\n");
    unused = write("alone.yaml", "command: x\nrollout: 1\n");
    unused =
        write("told.yaml", "command: x\nsources: [{file: a.yaml}]\non-change: none\nrollout: 1\n");
    unused = write("inside.yaml", "on-change: signal:HUP\nsources: [{file: a.yaml}]\n");
    unused = APP.writtenTo(directory.resolve("inside.jar"));
    unused = write("near.yaml", "command: x\nsource: [{file: a.yaml}]\n");

    assertThat(check(directory)).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(out.toString())
        .contains(directory.resolve("good.yaml") + " is valid:")
        .containsPattern("sources +a list +.*good.yaml:2\n");
    assertThat(err.toString())
        .contains(
            "bad.yaml:2: sources[0] has a source of a kind that nobody knows: did you mean consul?",
            "bad.yaml:3: quiet-period \"soon\" is no duration: ",
            "bad.yaml:4: env.A: \"${}\" is no variable that the emperor gives",
            "idle.yaml:2: minimum: has no effect without sources: add them, or remove it",
            "alone.yaml:2: rollout: has no effect without sources: add them, or remove it",
            "told.yaml:4: rollout: has no effect without on-change: reload: write that, or remove it",
            "inside.yaml:1: on-change: is a signal, and the app has no process of its own",
            "near.yaml:2: source: unknown key: did you mean sources?");
  }

  @Test
  void aDirectoryWithoutVassalsIsSaidToHoldNone() {
    assertThat(check(directory)).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().strip()).isEqualTo(directory + " holds no vassals");
  }

  private int check(Path path) {
    return commandLine.execute("check-config", path.toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
