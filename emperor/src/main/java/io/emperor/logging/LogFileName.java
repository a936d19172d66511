package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.sift.AbstractDiscriminator;
import java.util.regex.Pattern;

/** Says in which file an event belongs. */
final class LogFileName extends AbstractDiscriminator<ILoggingEvent> {

  static final String EMPEROR = "emperor.log";

  /** What a vassal can be called; whatever else an app says it is gets no file of that name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,199}");

  @Override
  public String getDiscriminatingValue(ILoggingEvent event) {
    return VassalName.of(event)
        .filter(name -> NAME.matcher(name).matches())
        .map(LogFileName::of)
        .orElse(EMPEROR);
  }

  /** No vassal's name begins with an underscore, so the two that would clash never do. */
  private static String of(String vassal) {
    String file = vassal + ".log";
    return file.equals(EMPEROR) ? "_" + file : file;
  }

  @Override
  public String getKey() {
    return "file";
  }
}
