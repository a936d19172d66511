package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.config.choice.Isolation;
import io.emperor.config.file.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a vassal runs as, by its configuration. */
class UserConfigTest {

  @TempDir Path directory;

  private final VassalConfigReader reader = new VassalConfigReader("rome", Map.of());

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("shop.yaml"), text);
  }

  @Test
  void theKeysAreRead() throws Exception {
    Path file = write("command: x\nuid: 33\ngid: www-data\nconsul-token-file: token\n");

    UserConfig user = reader.read("shop", file, null).process().user();

    assertThat(user).isEqualTo(new UserConfig("33", "www-data", directory.resolve("token")));
    assertThat(reader.user(file)).isEqualTo(new UserConfig("33", "www-data", null));
    assertThat(user.given()).isEqualTo("uid");
    assertThat(UserConfig.NONE.given()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "a b", "a;b", "a/b", "\"\""})
  void whatIsNoNameIsRefused(String word) throws Exception {
    Path file = write("command: x\nuid: " + word + "\n");

    assertThatThrownBy(() -> reader.read("shop", file, null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("uid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid", "gid", "consul-token-file"})
  void nobodyIsTheSameForEveryVassal(String key) {
    assertThatThrownBy(() -> new VassalConfigReader("rome", Map.of(key, "x")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("can't be the same for every vassal");
  }

  @Test
  void underATyrantEveryAppIsIsolatedAndNothingIsProvided() throws Exception {
    VassalConfigReader tyrants = reader.underTyrant();
    Path shared = write("command: x\nisolation: process\n");
    assertThat(tyrants.read("shop", shared, null).isolation()).isEqualTo(Isolation.PROCESS);
    Path plain = write("consul-service-port: 80\n");
    assertThat(reader.read("shop", plain, null).isolation()).isEqualTo(Isolation.SHARED);
    assertThat(tyrants.read("shop", plain, null).isolation()).isEqualTo(Isolation.PROCESS);
    Path explicit = write("isolation: shared\n");
    assertThat(tyrants.read("shop", explicit, null).isolation()).isEqualTo(Isolation.PROCESS);

    Path sources = write("command: x\nsources: {a: {file: /etc/shadow}}\n");
    assertThatThrownBy(() -> tyrants.read("shop", sources, null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("sources: is read, written or run by the emperor itself");
  }

  @Test
  void aFileIsReadFromItsCopyAndPathsInItStayWhereTheyAre() throws Exception {
    Path file = write("command: x\n");
    Path copy = Files.createDirectory(directory.resolve("copies")).resolve("c.yaml");
    Files.writeString(copy, "command: y\nconsul-token-file: token\nuid: ''\n");

    assertThatThrownBy(() -> reader.reading(file, copy).read("shop", file, null))
        .hasMessageContaining(file + ":3: uid");
    Files.writeString(copy, "command: y\nconsul-token-file: token\n");
    ProcessConfig process = reader.reading(file, copy).read("shop", file, null).process();
    assertThat(process.command()).containsExactly("y");
    assertThat(process.user().consulTokenFile()).isEqualTo(directory.resolve("token"));
  }
}
