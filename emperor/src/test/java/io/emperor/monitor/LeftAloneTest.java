package io.emperor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** uWSGI's configurations in formats that make no vassal here. */
class LeftAloneTest {

  private static final Logger ROOT = (Logger) LoggerFactory.getLogger("io.emperor.monitor");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Path directory;
  private final VassalIndex index;

  LeftAloneTest(@TempDir Path directory) {
    this.directory = directory;
    this.index =
        new VassalIndex(
            VassalsPattern.all(List.of(directory.toString())),
            new RealDisk(),
            MonitorClock.SYSTEM,
            new NoWatch());
    log.start();
    ROOT.addAppender(log);
  }

  @AfterEach
  void detach() {
    ROOT.detachAppender(log);
  }

  @Test
  void aConfigurationOfUwsgisIsAWarningThatNamesOurKeysWheneverItChanges() throws IOException {
    Path file = write("shop.xml", "<uwsgi><chdir>/opt/shop</chdir></uwsgi>");
    index.scan();
    index.scan();

    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getFormattedMessage())
                  .startsWith(
                      "left alone: " + file + ": is a configuration of uWSGI's: write shop.yaml")
                  .contains("chdir: is uWSGI's: write working-directory: /opt/shop");
            });

    write("shop.xml", "<uwsgi><uid>www-data</uid></uwsgi>");
    index.scan();
    assertThat(log.list).hasSize(2);
    assertThat(log.list.get(1).getFormattedMessage()).contains("uid: www-data");
  }

  @Test
  void whatIsWrittenLaterIsSeenAndWhatIsNoneIsLeftAloneAsEver() throws IOException {
    Path file = write("shop.json", "");
    write("pom.xml", "<project/>");
    index.scan();
    index.scan();
    assertThat(log.list)
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.INFO);
              assertThat(event.getFormattedMessage()).contains("is left alone: a vassal's files");
            });

    write("shop.json", "{\"uwsgi\": {\"chdir\": \"/opt\"}}");
    index.scan();
    index.scan();
    assertThat(log.list).hasSize(3);
    assertThat(log.list.get(2).getFormattedMessage()).startsWith("left alone: " + file);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
