package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which vassal a line is about. */
public final class VassalName {

  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private VassalName() {}

  /**
   * The vassal whose thread this is: by its group, or by its context class loader, since virtual
   * threads and those of the common pool have no group of their own.
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
    return of(thread.getContextClassLoader());
  }

  /** The vassal whose classes a loader has. */
  static Optional<String> of(@Nullable ClassLoader loader) {
    for (@Nullable ClassLoader one = loader; one != null; one = one.getParent()) {
      if (one instanceof VassalClasses own) {
        return Optional.of(own.vassal());
      }
    }
    return Optional.empty();
  }

  /**
   * The vassal whose own thread writes the line, or that the emperor writes it about, or whose code
   * has come to write it on a thread of nobody's. An app could say any name beside its lines, so
   * its thread counts first. Asked on the thread that writes.
   */
  static Optional<String> of(ILoggingEvent event) {
    return of(Thread.currentThread())
        .or(() -> Optional.ofNullable(event.getMDCPropertyMap().get("vassal")))
        .or(VassalName::ofCaller);
  }

  private static Optional<String> ofCaller() {
    return CALLERS.walk(
        frames ->
            frames
                .flatMap(frame -> of(frame.getDeclaringClass().getClassLoader()).stream())
                .findFirst());
  }

  /**
   * The vassal that prints, on this thread: the code that has called the platform to do so is its
   * own.
   *
   * @return the vassal's name; empty if it is the emperor that prints
   */
  static Optional<String> ofPrinter() {
    Optional<ClassLoader> printer =
        CALLERS.walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getDeclaringClass)
                    .filter(type -> type != VassalName.class && type != SharedStream.class)
                    .map(Class::getClassLoader)
                    .filter(VassalName::isNotOfThePlatform)
                    .findFirst());
    Optional<String> owner = printer.flatMap(VassalName::of);
    return printer.isPresent() && owner.isEmpty()
        ? Optional.empty()
        : of(Thread.currentThread()).or(() -> owner);
  }

  private static boolean isNotOfThePlatform(@Nullable ClassLoader loader) {
    return loader != null && loader != ClassLoader.getPlatformClassLoader();
  }
}
