package io.emperor.provisioning.program;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgramOutputTest {

  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ProgramOutput.class);

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    logger.setLevel(Level.DEBUG);
    logger.addAppender(written);
    written.start();
  }

  @AfterEach
  void leave() {
    logger.detachAppender(written);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private List<String> lines() {
    return written.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Test
  void eachLineHasTheNameOfItsProgram() {
    new ProgramOutput("db", true).accept("hello\u001b[2J");
    new ProgramOutput("db", false).accept("{}");
    assertThat(lines()).containsExactly("INFO db: hello\\u001b[2J", "DEBUG db: {}");
  }

  @Test
  void tooManyLinesAreLeftOutWhichIsToldOnce() {
    ProgramOutput output = new ProgramOutput("db", true);
    for (int line = 0; line < 10_000; line++) {
      output.accept("line");
    }
    assertThat(lines())
        .hasSize(1001)
        .endsWith("INFO db: line", "INFO db: what else this run prints is left out");
  }

  @Test
  void soAreLongOnes() {
    ProgramOutput output = new ProgramOutput("db", true);
    for (int line = 0; line < 100; line++) {
      output.accept("x".repeat(4096));
    }
    assertThat(lines()).hasSize(65).endsWith("INFO db: what else this run prints is left out");
  }
}
