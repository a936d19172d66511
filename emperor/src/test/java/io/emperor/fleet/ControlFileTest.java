package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs may write to their EMPEROR_CONTROL. */
@Timeout(20)
class ControlFileTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir Path directory;

  private ControlFile control;
  private long now;

  @BeforeEach
  void create() throws IOException {
    control = ControlFile.create(directory.resolve("control"), "shop@1", now);
  }

  private boolean asks() {
    now += SECOND;
    return control.asksForReinforcement(now);
  }

  private void write(String text, StandardOpenOption... how) throws IOException {
    Path unused = Files.writeString(control.file(), text, how);
  }

  @Test
  void aLineIsHeardOnce() throws IOException {
    assertThat(asks()).isFalse();
    write("reinforce\n");
    assertThat(asks()).isTrue();
    assertThat(asks()).isFalse();
  }

  @Test
  void itIsLookedAtOnceASecond() throws IOException {
    write("reinforce\n");
    assertThat(asks()).isTrue();
    write("reinforce\n");
    assertThat(control.asksForReinforcement(now + SECOND - 1)).isFalse();
    assertThat(asks()).isTrue();
  }

  @Test
  void whoKeepsItOpenIsHeardAgainAndAgain() throws IOException {
    try (OutputStream kept = Files.newOutputStream(control.file())) {
      for (int i = 0; i < 3; i++) {
        kept.write("reinforce\n".getBytes(StandardCharsets.UTF_8));
        assertThat(asks()).as("time " + i).isTrue();
        assertThat(asks()).as("between " + i).isFalse();
      }
    }
  }

  @Test
  void aFloodAndOtherWordsDoNoHarm() throws IOException {
    write("reinforce\n".repeat(100_000));
    assertThat(asks()).isTrue();
    assertThat(control.file()).isEmptyFile();
    write("x".repeat(1_000_000));
    assertThat(asks()).isFalse();
    write("shutdown\nReinforce\n reinforce please\n");
    assertThat(asks()).isFalse();
    write("nonsense\n\u0000reinforce \n");
    assertThat(asks()).isTrue();
  }

  @Test
  void whatAProgramPutsInItsPlaceIsNotTouched() throws Exception {
    Path other = Files.writeString(directory.resolve("other"), "reinforce\n");
    Files.delete(control.file());
    assertThat(asks()).isFalse();
    Files.createSymbolicLink(control.file(), other);
    assertThat(asks()).isFalse();
    assertThat(other).hasContent("reinforce\n");
    Files.delete(control.file());
    assertThat(new ProcessBuilder("mkfifo", control.file().toString()).start().waitFor()).isZero();
    assertThat(asks()).isFalse();
    Files.delete(control.file());
    Files.createDirectory(control.file());
    assertThat(asks()).isFalse();
  }

  @Test
  void itIsItsOwnersAloneAndGoesWithTheInstance() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control.file())))
        .isEqualTo("rw-------");
    control.remove();
    assertThat(control.file()).doesNotExist();
  }
}
