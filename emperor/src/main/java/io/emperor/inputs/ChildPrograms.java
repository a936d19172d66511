package io.emperor.inputs;

import io.emperor.provisioning.program.Command;
import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.Programs;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.ProcessRun;
import io.emperor.runtime.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs as children of this process. They find in their environment what they are given, and the
 * mark by which their descendants are known. What they leave running when they end is ended.
 */
public final class ChildPrograms implements Programs {

  private static final Logger log = LoggerFactory.getLogger(ChildPrograms.class);

  /** For what takes no time: killing, and looking for whom to kill. */
  private static final Duration OVER_WITHIN = Duration.ofSeconds(10);

  /** As a shell has it for one that SIGKILL has ended. */
  private static final int KILLED = 137;

  private final ChildProcesses children;
  private final String owner;
  private final @Nullable Account user;

  /**
   * Starts nothing yet.
   *
   * @param children starts them; its owner closes it
   * @param owner whose they are, in the log
   */
  public ChildPrograms(ChildProcesses children, String owner) {
    this(children, owner, null);
  }

  /**
   * Starts nothing yet.
   *
   * @param children starts them; its owner closes it
   * @param owner whose they are, in the log
   * @param user whom they run as; {@code null} for the emperor's user
   */
  public ChildPrograms(ChildProcesses children, String owner, @Nullable Account user) {
    this.user = user;
    this.children = children;
    this.owner = owner;
  }

  @Override
  public Ended run(Command command) throws IOException, InterruptedException {
    Program program =
        new Program(command.words(), command.environment(), command.directory(), false, user);
    GivenInput given = new GivenInput(command, children.blocking());
    ProcessRun run =
        new ProcessRun(() -> children.start(program, owner, 1, given), children.blocking(), null);
    try {
      var unused = run.begin().get();
      return ended(run, command.limit());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(cause == null ? e.getMessage() : cause.getMessage(), e);
    } finally {
      endAll(run, command);
    }
  }

  private static Ended ended(ProcessRun run, Duration limit)
      throws InterruptedException, ExecutionException {
    try {
      return new Ended(run.ended().get(limit.toNanos(), TimeUnit.NANOSECONDS).status(), false);
    } catch (TimeoutException e) {
      return new Ended(KILLED, true);
    }
  }

  /** Whatever has become of it, nothing of it runs afterwards. */
  private static void endAll(ProcessRun run, Command command) throws InterruptedException {
    try {
      run.end(Duration.ZERO).get(OVER_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      log.debug("{} has left processes behind, which were killed", command);
    } catch (TimeoutException e) {
      log.warn("{} has left processes behind, which can't be killed", command);
    }
  }
}
