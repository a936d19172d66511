package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real bash makes of the script that {@code generate-completion} prints. */
class CompletionTest {

  private static final String LIST =
      """
      #!/bin/sh
      echo 'emperor rome'
      echo 'NAME     STATE    REASON'
      echo 'shop     running'
      echo 'settings cursed   NAME'
      """;

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    StringWriter out = new StringWriter();
    assertThat(CommandLines.all().setOut(new PrintWriter(out, true)).execute("generate-completion"))
        .isZero();
    Files.writeString(directory.resolve("completion"), out.toString());
    Path emperor = Files.writeString(directory.resolve("emperor"), LIST);
    Path unused =
        Files.setPosixFilePermissions(emperor, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @CsvSource({
    "stop s, shop settings",
    "stop shop se, settings",
    "reload sh, shop",
    "start s, shop settings",
    "status se, settings",
    "logs sh, shop",
    "maintenance se, settings",
  })
  void namesOfVassalsAreOffered(String words, String offered) throws Exception {
    assertThat(completed(words)).isEqualTo(offered);
  }

  @Test
  void commandsAndOptionsAreOffered() throws Exception {
    assertThat(completed("rel")).contains("reload");
    assertThat(completed("list --wa")).isEqualTo("--watch");
  }

  private String completed(String words) throws Exception {
    String script =
        """
        compopt() { :; } # no shell is completing here
        source ./completion
        COMP_WORDS=(./emperor %s)
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_emperor
        echo "${COMPREPLY[@]}"
        """
            .formatted(words);
    Process bash =
        new ProcessBuilder("bash", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.strip();
  }
}
