package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RotatedFileTest {

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private long now;
  private Path path;
  private RotatedFile file;

  @BeforeEach
  void open() {
    path = directory.resolve("logs/shop.log");
    file = new RotatedFile(path, 10, 2, () -> now);
    told.start();
    logger().addAppender(told);
  }

  @AfterEach
  void close() {
    file.close();
    logger().detachAppender(told);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(RotatedFile.class);
  }

  @Test
  void aFileIsPutAsideBeforeItIsTooLargeAndTheOldestGoes() throws Exception {
    Stream.of("1111", "2222", "3333", "4444", "5555", "6666", "7777").forEach(this::append);

    assertThat(read("shop.log")).isEqualTo("7777\n");
    assertThat(read("shop.log.1")).isEqualTo("5555\n6666\n");
    assertThat(read("shop.log.2")).isEqualTo("3333\n4444\n");
    assertThat(directory.resolve("logs/shop.log.3")).doesNotExist();
  }

  @Test
  void itGoesOnWithWhatIsThere() throws Exception {
    append("1111");
    file.close();
    file = new RotatedFile(path, 10, 2, () -> now);

    append("2222");
    append("3333");

    assertThat(read("shop.log.1")).isEqualTo("1111\n2222\n");
    assertThat(read("shop.log")).isEqualTo("3333\n");
  }

  @Test
  void aLineThatIsTooLongAloneIsWrittenWhole() throws Exception {
    append("much longer than it may be");
    append("1");

    assertThat(read("shop.log.1")).isEqualTo("much longer than it may be\n");
    assertThat(read("shop.log")).isEqualTo("1\n");
  }

  @Test
  void aDirectoryThatVanishesIsMadeAnew() throws Exception {
    append("1");
    Files.delete(path);
    Files.delete(path.getParent());

    append("2");

    assertThat(read("shop.log")).isEqualTo("2\n");
    assertThat(told.list).isEmpty();
  }

  @Test
  void aFileThatSomebodyMovesOrEmptiesIsNoTrouble() throws Exception {
    append("1");
    Path unused = Files.move(path, directory.resolve("taken"));
    append("2");
    Files.writeString(path, "");
    append("3");

    assertThat(Files.readString(directory.resolve("taken"))).isEqualTo("1\n");
    assertThat(read("shop.log")).isEqualTo("3\n");
  }

  @Test
  void aFullDiskCostsLinesWhichIsToldOnceAndWhenItIsOver() throws Exception {
    Path unused = Files.createDirectories(path.getParent());
    Files.createSymbolicLink(path, Path.of("/dev/full"));

    append("1");
    append("2");
    later(Duration.ofSeconds(2));
    append("3");
    Files.delete(path);
    append("4");
    later(Duration.ofSeconds(2));
    append("5");

    assertThat(read("shop.log")).isEqualTo("5\n");
    assertThat(messages())
        .satisfiesExactly(
            line -> assertThat(line).contains(path + " can't be written", "No space left"),
            line -> assertThat(line).contains(path + " is written again", "missing in it: 4"));
  }

  @Test
  void aDirectoryThatCantBeMadeCostsLinesAlone() throws Exception {
    Path unused = Files.createFile(path.getParent());

    append("1");
    Files.delete(path.getParent());
    later(Duration.ofSeconds(2));
    append("2");

    assertThat(read("shop.log")).isEqualTo("2\n");
    assertThat(messages()).hasSize(2);
  }

  @Test
  void anInterruptedThreadWritesAsAnyOther() throws Exception {
    Thread.currentThread().interrupt();
    append("1");
    append("2");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(read("shop.log")).isEqualTo("1\n2\n");
  }

  private void append(String line) {
    file.append((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void later(Duration duration) {
    now += duration.toNanos();
  }

  private String read(String name) throws IOException {
    return Files.readString(path.resolveSibling(name));
  }

  private List<String> messages() {
    return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
