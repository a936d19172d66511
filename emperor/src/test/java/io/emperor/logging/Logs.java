package io.emperor.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.MDC;

/** A log of a test's own, with what would be standard error in memory. */
final class Logs {

  final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  Logs() {
    context.setMDCAdapter(MDC.getMDCAdapter());
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(LogFormat.TEXT.layout(context));
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("STDERR");
    console.setEncoder(encoder);
    console.start();
    console.setOutputStream(stderr);
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console);
  }

  Logger logger(String name) {
    return context.getLogger(name);
  }

  /** Logs beside a vassal's name, as the emperor does. */
  static void about(String vassal, Runnable line) {
    MDC.put("vassal", vassal);
    try {
      line.run();
    } finally {
      MDC.remove("vassal");
    }
  }

  /** Logs on a thread of a vassal's own. */
  static void on(String vassal, Runnable line) throws InterruptedException {
    Thread thread = new Thread(new Group(vassal), line, vassal + "-1");
    thread.start();
    thread.join();
  }

  List<String> stderr() {
    return stderr.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static final class Group extends ThreadGroup implements VassalThreads {
    private final String vassal;

    Group(String vassal) {
      super(vassal);
      this.vassal = vassal;
    }

    @Override
    public String vassal() {
      return vassal;
    }
  }
}
