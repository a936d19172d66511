package io.emperor.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What {@code logback.xml} says, for a run that has chosen it: to read that file takes Logback and
 * Java's XML longer than the rest of the log's begin. Logback finds it as a service.
 */
public final class StandardLog extends ContextAwareBase implements Configurator {

  private static final Map<String, Level> LEVELS =
      Map.of(
          "org.eclipse.jetty", Level.WARN,
          "org.eclipse.jetty.http.HttpParser", Level.OFF,
          "org.eclipse.jetty.util.HostPort", Level.OFF,
          "org.eclipse.jetty.ee11.webapp", Level.OFF,
          "org.eclipse.jetty.xml", Level.OFF,
          "com.orbitz.consul", Level.WARN,
          "okhttp3", Level.WARN);

  private static volatile boolean chosen;

  /** Chooses it for this JVM, unless whoever started that has brought a configuration along. */
  public static void choose() {
    chosen = !EmperorLog.isConfiguredElsewhere();
  }

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    if (!chosen) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    apply(loggers);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void apply(LoggerContext loggers) {
    loggers.getStatusManager().add(new NopStatusListener());
    LEVELS.forEach((name, level) -> loggers.getLogger(name).setLevel(level));
    TextLines layout = new TextLines();
    layout.setContext(loggers);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(loggers);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    StandardError standardError = new StandardError();
    standardError.setContext(loggers);
    standardError.setName("STDERR");
    standardError.setEncoder(encoder);
    encoder.start();
    standardError.start();
    Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(standardError);
  }
}
