package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.runtime.Exit;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.TestUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Real processes of a real user; skipped where nobody can be added. */
@Timeout(60)
@ResourceLock("users of this machine")
class ChildOfAUserTest {

  @TempDir Path directory;

  private TestUsers users;
  private Account ann;
  private Path out;
  private ChildProcesses children;

  @BeforeEach
  void begin() throws Exception {
    users = new TestUsers();
    ann = users.add("ann");
    TestUsers.open(directory);
    out = TestUsers.sticky(directory.resolve("out"));
    children = new ChildProcesses(Files.createDirectory(directory.resolve("home")));
  }

  @AfterEach
  void end() throws Exception {
    if (children != null) {
      children.endSurvivors();
      children.close();
    }
    if (users != null) {
      users.close();
    }
  }

  private Exit run(List<String> words, Map<String, String> environment) throws Exception {
    Program program = new Program(words, environment, directory, true, ann);
    return children
        .start(program, "shop", 1)
        .get(20, TimeUnit.SECONDS)
        .exit()
        .get(20, TimeUnit.SECONDS);
  }

  private Path script(String name, String text) throws Exception {
    Path script = TestUsers.write(directory.resolve(name), "#!/bin/sh\n" + text, ann);
    Files.setAttribute(script, "unix:mode", 0755);
    return script;
  }

  /** Root's programs in front of a user's would run what the user's PATH has in their place. */
  @Test
  void whatTheUserSaysOfItsEnvironmentIsNotHeardByRoot() throws Exception {
    for (String tool : List.of("setsid", "setpriv", "flock", "chown", "sh", "tool")) {
      Path unused = script(tool, "/usr/bin/id -u >> %s/ran\n".formatted(out));
    }
    Files.writeString(directory.resolve("preloaded.so"), "none");

    Exit exit =
        run(
            List.of("tool"),
            Map.of(
                "PATH", directory + ":/usr/bin:/bin",
                "LD_PRELOAD", directory + "/preloaded.so",
                "LD_DEBUG", "files",
                "LD_DEBUG_OUTPUT", out + "/linker"));

    assertThat(exit.status()).isZero();
    assertThat(out.resolve("ran")).hasContent(Integer.toString(ann.uid()));
    try (var files = Files.list(out)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("linker")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat((Integer) Files.getAttribute(file, "unix:uid")).isEqualTo(ann.uid()));
    }
  }

  @Test
  void whatItSaysArrivesAsItIs() throws Exception {
    String odd = "it's \"$HOME\" `id` \\ \n  second; exit 1\n";
    Map<String, String> environment = new HashMap<>(Map.of("ODD", odd, "EMPTY", "", "n", "5"));
    environment.put("HOME", "/elsewhere");

    Exit exit =
        run(
            List.of(
                "/bin/sh",
                "-c",
                "printf '%s' \"$ODD\" > out/odd; echo \"$n $HOME $# $* ${EMPTY-none}\" > out/rest;"
                    + " env > out/env; echo said > /dev/stderr; cat > out/input",
                "sh",
                "a b",
                "'$x'"),
            environment);

    assertThat(exit.status()).isZero();
    assertThat(exit.message()).contains("said");
    assertThat(out.resolve("odd")).hasContent(odd);
    assertThat(out.resolve("rest")).hasContent("5 /elsewhere 2 a b '$x' \n");
    assertThat(Files.readString(out.resolve("env"))).doesNotContain("_emperor").contains("USER=");
    assertThat(out.resolve("input")).isEmptyFile();
  }

  @Test
  void aNameThatNoShellPassesOnIsRefused() {
    assertThatThrownBy(() -> run(List.of("true"), Map.of("discovery.type", "x")))
        .hasMessageContaining("env.discovery.type: no shell passes such a name on");
  }
}
