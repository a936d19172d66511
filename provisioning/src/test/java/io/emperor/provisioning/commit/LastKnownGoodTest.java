package io.emperor.provisioning.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.source.SnapshotStore.Kept;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LastKnownGoodTest {

  private static final ObjectNode VALUES =
      new ObjectMapper()
          .createObjectNode()
          .put("password", "hunter2")
          .put("port", 5432)
          .put("ratio", 2.5);

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path file;
  private LastKnownGood kept;

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(LastKnownGood.class);
  }

  @BeforeEach
  void begin() {
    file = directory.resolve("own/shop.json");
    kept = new LastKnownGood(file);
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void end() {
    logger().detachAppender(log);
  }

  private void isIgnored(String why) {
    assertThat(kept.load()).isEmpty();
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            file + " " + why + ": it is ignored, and what the sources had before is not known");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void keepsValuesForNobodyElseToRead() throws IOException {
    kept.save(new Kept(7, Map.of("file a.yaml", VALUES)));
    Map<String, ObjectNode> both = Map.of("file a.yaml", VALUES, "consul b/", VALUES);
    kept.save(new Kept(8, both));
    assertThat(new LastKnownGood(file).load())
        .hasValueSatisfying(
            loaded -> {
              assertThat(loaded.number()).isEqualTo(8);
              assertThat(loaded.values()).hasToString(both.toString());
              assertThat(loaded.toString()).doesNotContain("hunter2");
            });
    assertThat(mode(file)).isEqualTo("rw-------");
    Path own = directory.resolve("own");
    assertThat(mode(own)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void nothingKeptIsNoTrouble() {
    assertThat(kept.load()).isEmpty();
    assertThat(log.list).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"password\": \"hunter2",
        "[]",
        "hunter2",
        "{}",
        "{\"format\":2,\"number\":1,\"sources\":{}}",
        "{\"format\":1,\"number\":0,\"sources\":{}}",
        "{\"format\":1,\"number\":1,\"sources\":{\"a\":\"hunter2\"}}",
        "{\"format\":1,\"number\":1,\"sources\":[]}",
      })
  void aBrokenFileIsSaidOnceAndIgnored(String content) throws IOException {
    Files.createDirectory(directory.resolve("own"));
    Files.writeString(file, content);
    isIgnored("is broken");
  }

  @Test
  void tenThousandLevelsAreBroken() throws IOException {
    Files.createDirectory(directory.resolve("own"));
    Files.writeString(
        file, "{\"format\":1,\"number\":1,\"sources\":" + "{\"a\":".repeat(10_000) + "1");
    isIgnored("is broken");
  }

  @Test
  void aFileThatIsTooLargeIsIgnored() throws IOException {
    Files.createDirectory(directory.resolve("own"));
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(65L << 20);
    }
    isIgnored("is longer than 64 MiB");
  }

  @Test
  void aLinkOrADirectoryIsIgnored() throws IOException {
    Files.createDirectories(file);
    isIgnored("is no file");
  }

  @Test
  void aFileOfSomebodyElseIsIgnored() throws IOException {
    kept.save(new Kept(7, Map.of()));
    try {
      Files.setAttribute(file, "unix:uid", 65534);
    } catch (IOException e) {
      assumeTrue(false, "only root gives files away");
    }
    isIgnored("belongs to somebody else");
  }

  @Test
  void whatWasKeptStaysWhereSavingFails() throws IOException {
    kept.save(new Kept(7, Map.of("a", VALUES)));
    Path below = file.resolve("below.json");
    LastKnownGood nowhere = new LastKnownGood(below);
    assertThatThrownBy(() -> nowhere.save(new Kept(8, Map.of()))).isInstanceOf(IOException.class);
    assertThat(kept.load()).map(Kept::number).hasValue(7L);
  }
}
