package io.emperor.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.runtime.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of archives when an emperor starts. */
@Timeout(60)
class SweepTest {

  private static final Instant NOW = Instant.parse("2030-06-01T00:00:00Z");
  private static final String KEY = "0123456789abcdef".repeat(4);

  /** No system has so many processes. */
  private static final String DEAD = ".99999999999.1";

  private static final String LIVING =
      "." + ProcessHandle.current().parent().orElseThrow().pid() + ".1";

  private static final String OF_THE_SAME_ID = "." + ProcessHandle.current().pid() + ".1";

  @TempDir Path directory;

  private ArchiveRig rig;

  @BeforeEach
  void begin() {
    rig = new ArchiveRig(directory);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private Path home(String name, Duration unused) throws IOException {
    Path home = rig.kept.resolve(name);
    Path app = Files.createDirectories(home.resolve("app"));
    Files.writeString(app.resolve("app.jar"), "jar");
    Files.writeString(home.resolve("classes.jsa"), "classes");
    return Files.setLastModifiedTime(home, FileTime.from(NOW.minus(unused)));
  }

  private void sweep() {
    rig.archives(Clock.fixed(NOW, ZoneOffset.UTC)).sweep();
  }

  @Test
  void whatNobodyHasUsedForAMonthGoes() throws IOException {
    Path unused = home(KEY, Duration.ofDays(30).plusSeconds(1));
    Path used = home(KEY.replace('0', '1'), Duration.ofDays(30));

    sweep();

    assertThat(unused).doesNotExist();
    assertThat(used).isDirectoryRecursivelyContaining("glob:**/app.jar");
  }

  @Test
  void whatADeadProcessHasNotFinishedGoes() throws IOException {
    Path dead = home(KEY + DEAD, Duration.ZERO);
    Path living = home(KEY + LIVING, Duration.ZERO);
    Path home = home(KEY, Duration.ZERO);
    Path app = home.resolve("app");
    Files.writeString(app.resolve("classes.jsa" + DEAD), "");
    Files.writeString(app.resolve("classes.aot" + DEAD + ".config"), "");
    Files.writeString(home.resolve("classes.aot" + DEAD), "");
    Path underWay = Files.writeString(app.resolve("classes.jsa" + LIVING), "");
    Files.setLastModifiedTime(home, FileTime.from(NOW));

    sweep();

    assertThat(dead).doesNotExist();
    assertThat(living).exists();
    assertThat(home).isDirectoryContaining("glob:**/classes.jsa");
    assertThat(app)
        .isDirectoryNotContaining("glob:**" + DEAD + "*")
        .isDirectoryContaining("glob:**/app.jar");
    assertThat(home.resolve("classes.aot" + DEAD)).doesNotExist();
    assertThat(underWay).exists();
  }

  /** In a container, every emperor has the same process ID, and has made nothing yet. */
  @Test
  void whatAnEmperorOfTheSameProcessIdHasNotFinishedGoes() throws IOException {
    Path before = home(KEY + OF_THE_SAME_ID, Duration.ZERO);

    sweep();

    assertThat(before).doesNotExist();
  }

  @Test
  void theEndOfARunIsAUse() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path unused = rig.made(jar); // so that the next run changes nothing there
    App app = rig.begun(rig.prepare(jar).orElseThrow());
    Path home = Files.setLastModifiedTime(rig.homes().get(0), FileTime.from(Instant.EPOCH));

    app.stop(ArchiveRig.LONG).get(60, TimeUnit.SECONDS);

    rig.archives.sweep();
    assertThat(home).exists();
  }

  @Test
  void aStartIsAUse() throws Exception {
    ExecutableJar jar = rig.jar(ArchiveRig.waiting(), "shop-1.jar");
    Path app = Path.of(last(rig.prepare(jar).orElseThrow()));
    Path home = rig.homes().get(0);
    Files.setLastModifiedTime(home, FileTime.from(Instant.EPOCH));

    assertThat(rig.prepare(jar)).isPresent();

    rig.archives.sweep();
    assertThat(app).exists();
  }

  private static String last(ArchivedStart start) {
    return start.words().get(start.words().size() - 1);
  }

  @Test
  void whereThereIsNothingNothingIsDone() {
    sweep();

    assertThat(rig.kept).doesNotExist();
    assertThat(rig.log()).isEmpty();
  }
}
