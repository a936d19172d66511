package io.emperor.vassal.step;

import io.emperor.port.ServicePort;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port of a generation that the emperor holds open, if it holds one: its own, or that of the
 * generation before. Used by the vassal's queue alone.
 */
final class OpenPort {

  private @Nullable ServicePort port;
  private boolean kept;
  private boolean closed;

  Optional<ServicePort> held() {
    return closed ? Optional.empty() : Optional.ofNullable(port);
  }

  void holds(ServicePort opened) {
    port = opened;
  }

  /** What it is registered with, whether it is open still; 0 for none. */
  int number() {
    return port == null ? 0 : port.number();
  }

  /** Whether both are one, and there is one. */
  boolean isOf(OpenPort other) {
    return port != null && port == other.port && !closed;
  }

  /** Whether it goes on when its generation ends, for another one. */
  void keep(boolean forAnother) {
    kept = forAnother;
  }

  /** Whether there is nothing to be closed. */
  boolean isKept() {
    return kept || port == null;
  }

  /** Leaves it to the one that it was taken over from, or closes it. */
  void giveBack(@Nullable OpenPort before) {
    if (port != null && (before == null || !isOf(before))) {
      port.close();
    }
    port = null;
  }

  void close() {
    if (port != null && !kept) {
      port.close();
      closed = true;
    }
  }
}
