package io.emperor.runtime.process;

import java.util.List;

/**
 * How a program is asked to end.
 *
 * @param name the signal, {@code TERM} for instance
 * @param toAll whether each of its processes is asked, and not the first alone
 */
public record StopSignal(String name, boolean toAll) {

  /** Each is asked to end as the kernel and everybody else do it. */
  static final StopSignal USUAL = new StopSignal("TERM", true);

  /** Tells processes, by SIGTERM if this one can't be sent. Blocks as long as that takes. */
  void send(List<ProcessHandle> processes) {
    if (name.equals(USUAL.name) || !Signals.send(name, processes)) {
      processes.forEach(ProcessHandle::destroy);
    }
  }
}
