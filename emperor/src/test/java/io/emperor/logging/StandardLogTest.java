package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StandardLogTest {

  @Test
  void itIsWhatTheFileSays() throws Exception {
    LoggerContext file = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(file);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback.xml")));
    LoggerContext standard = new LoggerContext();

    StandardLog.apply(standard);

    assertThat(said(standard)).isEqualTo(said(file)).hasSizeGreaterThan(5);
  }

  @Test
  void whoHasNotChosenItGetsWhatLogbackFinds() {
    LoggerContext loggers = new LoggerContext();

    assertThat(new StandardLog().configure(loggers)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
    assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().hasNext())
        .isFalse();
  }

  private static List<String> said(LoggerContext loggers) {
    List<String> said = new ArrayList<>();
    loggers.getStatusManager().getCopyOfStatusListenerList().stream()
        .map(listener -> listener.getClass().getName())
        .forEach(said::add);
    for (Logger logger : loggers.getLoggerList()) {
      if (logger.getLevel() != null) {
        said.add(logger.getName() + " " + logger.getLevel() + " " + logger.isAdditive());
      }
      logger.iteratorForAppenders().forEachRemaining(appender -> said.add(said(appender)));
    }
    return said;
  }

  private static String said(Appender<ILoggingEvent> appender) {
    LayoutWrappingEncoder<?> encoder =
        (LayoutWrappingEncoder<?>) ((OutputStreamAppender<ILoggingEvent>) appender).getEncoder();
    return String.join(
        " ",
        appender.getName(),
        appender.getClass().getName(),
        Boolean.toString(appender.isStarted()),
        encoder.getCharset().name(),
        Boolean.toString(encoder.isStarted()),
        encoder.getLayout().getClass().getName(),
        Boolean.toString(encoder.getLayout().isStarted()));
  }
}
