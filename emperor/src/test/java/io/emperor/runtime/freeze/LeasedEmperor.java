package io.emperor.runtime.freeze;

import io.emperor.consul.lease.LeaseClock;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.Tenure;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.Fence;
import io.emperor.runtime.process.ProcessRun;
import io.emperor.runtime.process.Program;
import io.emperor.runtime.process.StartGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that stands for an emperor with a lease that is renewed whenever it asks: the test may
 * pause and kill it. Runs a script until the lease is over, and kills it then.
 */
public final class LeasedEmperor {

  static final Duration RENEW_DEADLINE = Duration.ofMillis(2600);
  private static final long RETRY_MILLIS = 700;

  private final LeaseClock clock = LeaseClock.ofMachine();
  private final Tenure tenure =
      new Tenure(new LeaseHold("rome", 7), clock, RENEW_DEADLINE, clock.now());
  private final Path directory;
  private final CountDownLatch ever = new CountDownLatch(1);

  private LeasedEmperor(Path directory) {
    this.directory = directory;
  }

  /**
   * Runs.
   *
   * @param args the directory of all, and the script
   */
  public static void main(String[] args) throws Exception {
    new LeasedEmperor(Path.of(args[0])).run(args[1]);
  }

  private void run(String script) throws Exception {
    ChildProcesses children = new ChildProcesses(directory);
    FreezeGuard guard = new FreezeGuard(directory, () -> {});
    renew(guard);
    StartGate gate = new StartGate();
    Program program = new Program(List.of("sh", "-c", script), Map.of(), directory);
    ProcessRun run =
        new ProcessRun(
            () -> children.start(program, "shop", 1, gate),
            children.blocking(),
            new Fence(guard, gate));
    var unused = run.begin().get();
    do {
      renew(guard);
    } while (!ever.await(RETRY_MILLIS, TimeUnit.MILLISECONDS) && tenure.isHeld());
    guard.lost();
    run.end(Duration.ZERO).exceptionally(late -> null).get();
    Files.createFile(directory.resolve("over"));
    ever.await();
  }

  /** The time of each renewal is written down before it counts. */
  private void renew(FreezeGuard guard) throws Exception {
    LeaseClock.Moment sent = clock.now();
    Files.writeString(
        directory.resolve("renewals"),
        String.format(Locale.ROOT, "%d%n", sent.sinceBoot()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    tenure.renewed(sent);
    if (tenure.isHeld()) {
      guard.heldUntil(tenure.sentAt().sinceBoot() + RENEW_DEADLINE.toNanos());
    }
  }
}
