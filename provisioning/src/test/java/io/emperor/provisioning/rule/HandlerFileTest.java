package io.emperor.provisioning.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerFileTest {

  @TempDir Path directory;

  private Path write(String file, String text, boolean executable) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    assertThat(path.toFile().setExecutable(executable)).isTrue();
    return path;
  }

  private Path find(String handler) throws IOException {
    Rule rule =
        new Rule(
            Operator.ALL,
            List.of("a"),
            handler,
            directory.resolve("rules"),
            false,
            HandlerInput.FLAT);
    List<Path> path = List.of(directory.resolve("one"), directory.resolve("two"));
    return HandlerFile.of(rule, path).program();
  }

  private void isNone(String handler, String why) {
    assertThatThrownBy(() -> find(handler)).isInstanceOf(IOException.class).hasMessage(why);
  }

  @Test
  void theFirstOnThePathThatIsExecutableIsIt() throws IOException {
    write("one/db", "#!/bin/sh\n", false);
    Path second = write("two/db", "#! /bin/sh -e\n", true);
    assertThat(find("db")).isEqualTo(second);
    Path first = write("one/db", "#!/bin/sh", true);
    assertThat(find("db")).isEqualTo(first);
  }

  @Test
  void belowTheDirectoriesOfThePathIsNotOnThePath() throws IOException {
    Path unused = write("one/deep/db", "#!/bin/sh\n", true);
    isNone("db", "it is in no directory of the path");
  }

  @Test
  void aNameWithASlashIsFromTheFileThatNamesIt() throws IOException {
    Path below = write("rules/handlers/db", "#!/bin/sh\n", true);
    assertThat(find("handlers/db")).isEqualTo(below);
    assertThat(find("./handlers/../handlers/db")).isEqualTo(below);
    assertThat(find(below.toString())).isEqualTo(below);
  }

  @Test
  void saysWhyOneCantBeRun() throws IOException {
    Path plain = write("one/plain", "#!/bin/sh\n", false);
    isNone("plain", plain + " is not executable");
    Path bare = write("one/bare", "echo hello\n", true);
    isNone("bare", bare + " is no program: its first line names no interpreter (#!)");
    Path empty = write("one/empty", "", true);
    isNone("empty", empty + " is no program: its first line names no interpreter (#!)");
    Path strange = write("one/strange", "#!/usr/bin/python0.5 -u\n", true);
    isNone("strange", "the interpreter of " + strange + " is not there: /usr/bin/python0.5");
    Path windows = write("one/windows", "#!/bin/sh\r\n", true);
    isNone("windows", "the interpreter of " + windows + " is not there: /bin/sh\\u000d");
    Path unused = write("one/zero", "#!/bin/\0sh\n", true);
    isNone("zero", "it or its interpreter has a name that no file can have");
    isNone("/none/db", "/none/db is no file that is there");
    Files.createDirectories(directory.resolve("rules/folder"));
    isNone("./folder", directory.resolve("rules/folder") + " is no file that is there");
  }

  @Test
  void aBinaryIsTheSystemsAffair() throws IOException {
    assertThat(find("/bin/true")).isEqualTo(Path.of("/bin/true"));
  }
}
