package io.emperor.provisioning.rule;

import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.Programs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Programs that end as they are told, and are remembered. */
final class FakePrograms implements Programs {

  final List<Command> run = new ArrayList<>();
  final Deque<Ended> ends = new ArrayDeque<>();

  @Override
  public Ended run(Command command) {
    run.add(command);
    Ended next = ends.poll();
    return next == null ? new Ended(0, false) : next;
  }

  List<String> inputs() {
    return run.stream()
        .map(command -> new String(command.input(), StandardCharsets.UTF_8))
        .toList();
  }
}
