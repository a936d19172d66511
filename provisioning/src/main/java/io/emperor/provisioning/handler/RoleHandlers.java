package io.emperor.provisioning.handler;

import io.emperor.base.SafeText;
import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.ProgramOutput;
import io.emperor.provisioning.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executables {@code ROLE/EVENT} of a directory, run with what a serf agent gives an event
 * handler: those of the node's roles in the order of its tag, then those of {@code default}; for a
 * user event, of each the one with its own name before {@code user}. One after another, each where
 * its file is, without a shell, and killed with all that it has started when its time is over. One
 * that fails keeps no other from being run.
 *
 * <p>A query is answered by the first one that succeeds and prints anything to its standard output,
 * as much of it as serf lets through; all else that is printed is in the log.
 */
public final class RoleHandlers implements SerfEvents {

  private static final Logger log = LoggerFactory.getLogger(RoleHandlers.class);
  private static final byte[] NOTHING = new byte[0];

  private final Programs programs;
  private final HandlersPlan plan;
  private final HandlerDirectory directory;
  private final Map<String, String> environment;

  /**
   * Runs none yet.
   *
   * @param programs runs them
   * @param environment what they find beside what is serf's, which is stronger: no secret that is
   *     not theirs
   */
  public RoleHandlers(Programs programs, HandlersPlan plan, Map<String, String> environment) {
    this.programs = programs;
    this.plan = plan;
    this.directory = new HandlerDirectory(plan.directory());
    this.environment = Map.copyOf(environment);
  }

  /** Returns when all of them have ended. */
  @Override
  public byte[] take(SerfEvent event) {
    Optional<SerfEvent> meant = plan.filter().filtered(event);
    List<Path> handlers = meant.map(directory::handlers).orElse(List.of());
    if (handlers.isEmpty()) {
      log.debug("{} has no handler here", event);
      return NOTHING;
    }
    try {
      byte[] answer = NOTHING;
      for (Path handler : handlers) {
        byte[] own = run(handler, meant.get());
        answer = answer.length == 0 ? own : answer;
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NOTHING;
    }
  }

  private byte[] run(Path handler, SerfEvent event) throws InterruptedException {
    String name = SafeText.name(plan.directory().relativize(handler));
    QueryAnswer answer = event.isQuery() ? new QueryAnswer(event.self()) : null;
    try {
      Ended ended = programs.run(command(handler, name, event, answer));
      if (ended.isSuccess()) {
        log.debug("{}: {} is handled", name, event);
        return answer == null ? NOTHING : answered(name, answer);
      }
      log.warn("{}: {} is not handled: it {}", name, event, how(ended));
    } catch (IOException e) {
      log.warn(
          "{}: {} is not handled: {}", name, event, SafeText.line(String.valueOf(e.getMessage())));
    }
    return NOTHING;
  }

  private Command command(
      Path handler, String name, SerfEvent event, @Nullable QueryAnswer answer) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeIf(variable -> variable.startsWith(SerfEvent.PREFIX));
    variables.putAll(event.environment());
    return new Command(
        List.of(handler.toString()),
        variables,
        Objects.requireNonNull(handler.getParent()),
        event.input(),
        plan.limit(),
        new ProgramOutput(name, true),
        answer);
  }

  private static byte[] answered(String name, QueryAnswer answer) {
    if (answer.isCut()) {
      log.warn("{}: its answer is cut off after {} bytes", name, answer.longest());
    }
    return answer.bytes();
  }

  private String how(Ended ended) {
    return ended.late()
        ? "had not ended after " + plan.limit().toMillis() + " ms and was killed"
        : "ended with status " + ended.status();
  }
}
