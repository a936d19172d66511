package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RelayedEventTest {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private final RelayedLines lines = new RelayedLines();

  @BeforeEach
  void listen() {
    lines.start();
    told.start();
    root.addAppender(told);
  }

  @AfterEach
  void leave() {
    root.detachAppender(told);
  }

  @Test
  void anEventArrivesAsItWas() {
    String line = line(Level.WARN, "sold\nout \u001b ü", new IOException("no paper"));

    assertThat(line.lines()).hasSize(1);
    assertThat(RelayedEvent.log(line.stripTrailing(), "shop")).contains("sold\nout \u001b ü");

    ILoggingEvent event = told.list.get(0);
    assertThat(event.getLevel()).isEqualTo(Level.WARN);
    assertThat(event.getLoggerName()).isEqualTo("some.shop.Orders");
    assertThat(event.getMDCPropertyMap()).containsEntry("vassal", "shop");
    assertThat(LogFormat.TEXT.layout(context).doLayout(event))
        .contains(" WARN  shop: sold\n\tout \\u001b ü\njava.io.IOException: no paper\n\tat ");
    assertThat(LogFormat.JSON.layout(context).doLayout(event))
        .contains("\"logger\":\"some.shop.Orders\"", "\"exception\":\"java.io.IOException: no");
  }

  @Test
  void theLongestLineIsNotTooLong() {
    String line =
        line(Level.INFO, "\u001b".repeat(1_000_000), new IOException("\u001b".repeat(99_999)));

    assertThat(line.length()).isLessThan(RelayedEvent.LONGEST);
    assertThat(RelayedEvent.log(line.stripTrailing(), "shop")).isPresent();
  }

  @Test
  void aNameFromOutsideStaysNoLogger() {
    String unused = line(Level.INFO, "sold", null);

    assertThat(RelayedEvent.log("\u0001[\"INFO\",\"others.Name\",\"main\",\"x\",\"\"]", "shop"))
        .isPresent();

    assertThat(context.exists("others.Name")).isNull();
    assertThat(told.list).extracting(ILoggingEvent::getLoggerName).containsExactly("others.Name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sold", "\u0001", "\u0001{}", "\u0001[\"INFO\"]", "\u0001[\"INFO\", [", "[1]"})
  void whatIsNoEventIsLeftToOthers(String line) {
    assertThat(RelayedEvent.log(line, "shop")).isEmpty();
    assertThat(told.list).isEmpty();
  }

  private String line(Level level, String message, @Nullable Throwable thrown) {
    Logger logger = new LoggerContext().getLogger("some.shop.Orders");
    return lines.doLayout(new LoggingEvent("", logger, level, message, thrown, null));
  }
}
