package io.emperor.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.sift.SiftingAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.util.Duration;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Sends the log where the settings say. */
public final class EmperorLog {

  private static final String CONFIGURATION = "logback.configurationFile";
  private static final long LARGEST = 10 * 1024 * 1024;
  private static final int KEPT = 5;

  /** Of a directory that is made: a group may well be let in, to gather what is in it. */
  static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));

  private static final int MOST_OPEN = 100;
  private static final Duration OPEN_WHILE_SILENT = Duration.buildByMinutes(10);

  private final LoggerContext context;
  private final Logger root;
  private final LogSettings settings;
  private final Layout<ILoggingEvent> layout;

  private EmperorLog(LoggerContext context, LogSettings settings) {
    this.context = context;
    this.root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    this.settings = settings;
    this.layout = settings.format().layout(context);
  }

  /**
   * Whether whoever started this JVM has brought a configuration of Logback's, which then says
   * where lines go and what they look like.
   *
   * @return the answer
   */
  public static boolean isConfiguredElsewhere() {
    return System.getProperty(CONFIGURATION) != null;
  }

  /** Keeps what this JVM's own Logback was told from those that apps bring along. */
  public static void keepToItself() {
    ILoggerFactory unused = LoggerFactory.getILoggerFactory(); // has read it
    System.clearProperty(CONFIGURATION);
  }

  /**
   * Makes a directory for the log, if there is none, and tries it out. From then on it is this
   * process's alone.
   *
   * @param directory for the files
   * @throws ClaimedDirectoryException if it is another's
   * @throws IOException if files can't be written there, or everybody could
   */
  public static void prepare(Path directory) throws IOException {
    Path unused = Files.createDirectories(directory, MODE);
    if (Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new FileSystemException(
          directory.toString(), null, "everybody can write there: chmod o-w it");
    }
    DirectoryClaim.to(directory);
    new FileOutputStream(directory.resolve(LogFileName.EMPEROR).toFile(), true).close();
  }

  /**
   * Names what speaks in lines about no vassal, where that is no emperor.
   *
   * @param name stands for the emperor's dash
   */
  public static void speaksAs(String name) {
    speaksAs((LoggerContext) LoggerFactory.getILoggerFactory(), name);
  }

  static void speaksAs(LoggerContext context, String name) {
    context.putProperty(VassalNameConverter.OWN, name);
  }

  /**
   * Begins to log as the settings say, for the rest of the JVM's life. Called once.
   *
   * @param settings where to and how
   * @return the last lines of each vassal, from now on
   */
  public static LastLines begin(LogSettings settings) {
    SharedStream.install();
    keepToItself();
    return begin((LoggerContext) LoggerFactory.getILoggerFactory(), settings);
  }

  static LastLines begin(LoggerContext context, LogSettings settings) {
    EmperorLog begun = new EmperorLog(context, settings);
    LastLines lines = new LastLines(settings.format());
    settings.levels().forEach(level -> LogLevels.set(context, level));
    begun.add(new LastLinesAppender(lines, begun.layout), "LAST");
    if (settings.directory() != null) {
      begun.add(begun.files(settings.directory()), "FILES");
    }
    if (begun.root.getAppender("STDERR") instanceof OutputStreamAppender<ILoggingEvent> console) {
      begun.adapt(console);
    }
    if (settings.directory() != null) {
      Logger log = context.getLogger(EmperorLog.class.getName());
      log.info(
          "the log is in {}: NAME.log for each vassal, {} for the emperor; here are only the"
              + " emperor's own lines, and its warnings about vassals",
          settings.directory(),
          LogFileName.EMPEROR);
    }
    return lines;
  }

  private void add(Appender<ILoggingEvent> appender, String name) {
    appender.setContext(context);
    appender.setName(name);
    appender.start();
    root.addAppender(appender);
  }

  private SiftingAppender files(Path directory) {
    LogFileName names = new LogFileName();
    names.start();
    SiftingAppender files = new SiftingAppender();
    files.setDiscriminator(names);
    files.setAppenderFactory((unused, name) -> file(directory.resolve(name)));
    files.setMaxAppenderCount(MOST_OPEN);
    files.setTimeout(OPEN_WHILE_SILENT);
    return files;
  }

  private VassalFile file(Path path) {
    VassalFile file =
        new VassalFile(new RotatedFile(path, LARGEST, KEPT, System::nanoTime), layout);
    file.setContext(context);
    file.start();
    return file;
  }

  private void adapt(OutputStreamAppender<ILoggingEvent> console) {
    if (settings.directory() != null) {
      console.addFilter(new EmperorLinesFilter());
    }
    if (settings.format() == LogFormat.JSON) {
      LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
      encoder.setContext(context);
      encoder.setCharset(StandardCharsets.UTF_8);
      encoder.setLayout(layout);
      encoder.start();
      console.setEncoder(encoder);
    }
  }
}
