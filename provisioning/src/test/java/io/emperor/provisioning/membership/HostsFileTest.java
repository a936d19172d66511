package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsFileTest {

  private static final String BEGIN = "# BEGIN emperor shop\n";
  private static final String END = "# END emperor shop\n";
  private static final String OURS = BEGIN + "10.0.0.1\ta\n10.0.0.2\tb\n" + END;

  @TempDir Path directory;

  private Path path;
  private HostsFile file;

  @BeforeEach
  void begin() {
    path = directory.resolve("hosts");
    file = new HostsFile(path, "shop");
  }

  private String with(String before) throws Exception {
    Files.writeString(path, before, StandardCharsets.ISO_8859_1);
    String after = ours();
    Files.writeString(path, after, StandardCharsets.ISO_8859_1);
    assertThat(ours()).as("a second time").isEqualTo(after);
    return after;
  }

  private String ours() throws Exception {
    byte[] bytes = file.with(List.of("10.0.0.1\ta", "10.0.0.2\tb"));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void linesOfOthersStay() throws Exception {
    assertThat(with("127.0.0.1 localhost\n")).isEqualTo("127.0.0.1 localhost\n" + OURS);
    assertThat(with("a\n" + BEGIN + "old\n" + END + "b")).isEqualTo("a\n" + OURS + "b");
    assertThat(with(BEGIN + END)).isEqualTo(OURS);
  }

  @Test
  void whereNothingIsThereWillBeOurs() throws Exception {
    assertThat(ours()).isEqualTo(OURS);
    assertThat(with("")).isEqualTo(OURS);
  }

  @Test
  void aLineThatDoesNotEndIsEnded() throws Exception {
    assertThat(with("127.0.0.1 localhost")).isEqualTo("127.0.0.1 localhost\n" + OURS);
    assertThat(with("a\n" + BEGIN + "# END emperor shop")).isEqualTo("a\n" + OURS.strip());
  }

  @Test
  void carriageReturnsStay() throws Exception {
    String ours = OURS.replace("\n", "\r\n");
    assertThat(with("a\r\nb")).isEqualTo("a\r\nb\r\n" + ours);
    assertThat(with("a\r\n" + ours + "b\r\n")).isEqualTo("a\r\n" + ours + "b\r\n");
    assertThat(with("a\nb\r\n")).isEqualTo("a\nb\r\n" + OURS);
  }

  @Test
  void bytesOfAnyEncodingStay() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char each = 0; each < 256; each++) {
      all.append(each);
    }
    assertThat(with(all + "\n")).isEqualTo(all + "\n" + OURS);
    assertThat(with("# \u00c3\u00a4\n" + OURS + all)).isEqualTo("# \u00c3\u00a4\n" + OURS + all);
  }

  @Test
  void marksOfOthersAreLinesOfOthers() throws Exception {
    String others =
        "# BEGIN emperor shop2\n# END emperor\n# begin emperor shop\n## END emperor shop\n";
    assertThat(with(others)).isEqualTo(others + OURS);
  }

  @ParameterizedTest
  @CsvSource({
    "'# BEGIN emperor shop\n', 'has the line \"# BEGIN emperor shop\", and not the one that ends it'",
    "'# END emperor shop\n', 'has the line \"# END emperor shop\" without the one that begins it'",
    "'# END emperor shop\n# BEGIN emperor shop\n', 'has the line \"# END emperor shop\" without the"
        + " one that begins it'",
    "'# BEGIN emperor shop\n# BEGIN emperor shop\n# END emperor shop\n', 'has the line \"# BEGIN"
        + " emperor shop\" twice'",
    "'# BEGIN emperor shop\n# END emperor shop\n# END emperor shop', 'has the line \"# END emperor"
        + " shop\" without the one that begins it'",
    "'# BEGIN emperor shop\n# END emperor shop\n# BEGIN emperor shop\n# END emperor shop\n', 'has"
        + " the line \"# BEGIN emperor shop\" twice'",
  })
  void brokenMarksAreRefused(String before, String why) throws IOException {
    Files.writeString(path, before);
    assertThatThrownBy(() -> file.with(List.of()))
        .isInstanceOf(HostsFile.RefusedException.class)
        .hasMessage(why + ": which lines are ours can't be told; remove the marks");
    assertThat(path).hasContent(before);
  }

  @Test
  void aFileThatIsTooLongIsRefused() throws Exception {
    Files.write(path, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> file.with(List.of()))
        .isInstanceOf(HostsFile.RefusedException.class)
        .hasMessageStartingWith("has more than 1 MiB");
    Files.write(path, new byte[1 << 20]);
    assertThat(file.with(List.of())).hasSizeGreaterThan(1 << 20);
  }
}
