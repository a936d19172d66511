package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which vassal a line is about. */
public final class VassalName {

  private VassalName() {}

  /**
   * The vassal whose thread this is.
   *
   * @param thread any thread
   * @return the vassal's name, empty for the emperor's own threads
   */
  public static Optional<String> of(Thread thread) {
    for (@Nullable ThreadGroup group = thread.getThreadGroup();
        group != null;
        group = group.getParent()) {
      if (group instanceof VassalThreads own) {
        return Optional.of(own.vassal());
      }
    }
    return Optional.empty();
  }

  /**
   * The vassal whose own thread writes the line, or that the emperor writes it about. An app could
   * say any name beside its lines, so its thread counts first. Asked on the thread that writes.
   */
  static Optional<String> of(ILoggingEvent event) {
    return of(Thread.currentThread())
        .or(() -> Optional.ofNullable(event.getMDCPropertyMap().get("vassal")));
  }
}
