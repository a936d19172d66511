package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emperor.cli.option.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {

  private final boolean root = System.getProperty("user.name").equals("root");
  private final Words words = new Words().say("--vassals", "dir*", "--name", "test");

  @Test
  void isTheOneThatIsNamed() throws Exception {
    words.set("STATE_DIRECTORY", "/state").say("--data-dir", "here");

    assertThat(words.parsed().data()).isEqualTo(Path.of("here").toAbsolutePath());
  }

  @Test
  void isTheFirstThatTheServiceManagerMade() throws Exception {
    words.set("STATE_DIRECTORY", "/state/emperor:/state/other").set("XDG_STATE_HOME", "/home/x");

    assertThat(words.parsed().data()).isEqualTo(Path.of("/state/emperor"));
  }

  @Test
  void isNeverOneThatDependsOnWhereTheEmperorWasStarted() {
    words.set("STATE_DIRECTORY", "state:/state/other");

    assertThatThrownBy(words::parsed)
        .isInstanceOfSatisfying(
            UsageException.class,
            wrong ->
                assertThat(wrong.problems())
                    .containsExactly(
                        "STATE_DIRECTORY: state is no absolute path: correct it, or name a"
                            + " directory with --data-dir"));
  }

  @Test
  void isNotInAStateHomeWithoutAPlace() throws Exception {
    assumeFalse(root);

    assertThat(words.set("XDG_STATE_HOME", "state").parsed().data())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/emperor"));
  }

  @Test
  void ofRootIsTheSystems() throws Exception {
    assumeTrue(root);
    words.set("STATE_DIRECTORY", "").set("XDG_STATE_HOME", "/home/x");

    assertThat(words.parsed().data()).isEqualTo(Path.of("/var/lib/emperor"));
  }

  @Test
  void ofAUserIsTheUsers() throws Exception {
    assumeFalse(root);

    assertThat(words.parsed().data())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/emperor"));
    assertThat(words.set("XDG_STATE_HOME", "/home/x").parsed().data())
        .isEqualTo(Path.of("/home/x/emperor"));
  }
}
