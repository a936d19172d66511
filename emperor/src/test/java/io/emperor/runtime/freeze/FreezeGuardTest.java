package io.emperor.runtime.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.consul.lease.LeaseClock;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.process.Child;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.FencedProcess;
import io.emperor.runtime.process.ProcessStat;
import io.emperor.runtime.process.Program;
import io.emperor.runtime.process.StartGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real guard and real processes. */
@Timeout(90)
class FreezeGuardTest {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** From the end of a lease, 2.6 s after it was renewed, to the silence after 3.1 s. */
  private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(500);

  private static final String WAIT = "until test -e go; do sleep 0.02; done";

  private final LeaseClock clock = LeaseClock.ofMachine();
  private final AtomicInteger frozen = new AtomicInteger();
  private final List<FencedProcess> fenced = new ArrayList<>();

  @TempDir Path directory;

  private ChildProcesses children;
  private FreezeGuard guard;

  @BeforeEach
  void open() {
    children = new ChildProcesses(directory);
    guard = new FreezeGuard(directory, frozen::incrementAndGet);
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
    fenced.forEach(guard::remove);
    guard.close();
  }

  /** Says how long the lease is held from now on, and answers until when. */
  private long held(Duration time) {
    long until = clock.now().sinceBoot() + time.toNanos();
    guard.heldUntil(until);
    return until;
  }

  private Child shell(String script) throws Exception {
    return shell(script, null);
  }

  private Child shell(String script, @Nullable StartGate gate) throws Exception {
    Program program = new Program(List.of("sh", "-c", script), Map.of(), directory);
    return children.start(program, "shop", 1, gate).get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> added(FencedProcess process) {
    fenced.add(process);
    return guard.add(process);
  }

  private Child guarded(String script) throws Exception {
    StartGate gate = new StartGate();
    Child child = shell(script, gate);
    added(child.fenced()).get(10, TimeUnit.SECONDS);
    gate.pass();
    return child;
  }

  /** Ends a program that waits for it. */
  private void awaitEnd() throws IOException {
    Files.createFile(directory.resolve("go"));
    long pid = fenced.get(fenced.size() - 1).pid();
    Await.until("it has ended", () -> ProcessStat.of(pid).isEmpty());
  }

  private Beats beats(String name) {
    return new Beats(directory.resolve(name));
  }

  private void awaitFrozen(int times) {
    Await.until("all is frozen", () -> frozen.get() == times);
  }

  private void assertSilentSince(long until, String... names) throws Exception {
    for (String name : names) {
      beats(name).assertSilent();
      assertThat(beats(name).last()).as(name).isLessThan(until + MARGIN);
    }
  }

  @Test
  void nothingIsFrozenWhileTheLeaseIsRenewed() throws Exception {
    held(SHORT);
    guarded(Beats.script("first"));
    for (int renewals = 0; renewals < 20; renewals++) {
      held(SHORT);
      beats("first").awaitMore(10);
    }

    assertThat(frozen).hasValue(0);
  }

  @Test
  void allThatRunsIsFrozenOnceTheLeaseIsOver() throws Exception {
    held(LONG);
    String orphan = "(setsid sh -c '" + Beats.script("orphan") + "' &) ; ";
    String stray = "(env -i setsid /bin/sh -c '" + Beats.script("stray") + "' &) ; ";
    String unopened = "(setsid sh -c '" + Beats.script("unopened") + "' 3<&- &) ; ";
    guarded(
        orphan + stray + unopened + "(" + Beats.script("helper") + ") & " + Beats.script("first"));
    guarded(Beats.script("second"));
    String[] all = {"first", "helper", "orphan", "stray", "unopened", "second"};
    for (String name : all) {
      beats(name).awaitMore(5);
    }

    long until = held(SHORT);
    awaitFrozen(1);

    assertSilentSince(until, all);
  }

  @Test
  void theOrphansOfAProgramThatEndedAreFrozen() throws Exception {
    held(LONG);
    guarded("(setsid sh -c '" + Beats.script("orphan") + "' &) ; " + WAIT);
    awaitEnd();
    beats("orphan").awaitMore(5);

    long until = held(SHORT);
    awaitFrozen(1);

    assertSilentSince(until, "orphan");
  }

  @Test
  void whoeverStartsOthersAllTheTimeIsFrozenWithAllOfThem() throws Exception {
    held(LONG);
    String say = "read -r up rest < /proc/uptime; echo $up >> all";
    Child child = guarded("while :; do (" + say + "; sleep 0.1; " + say + ") & sleep 0.01; done");
    for (int round = 1; round <= 3; round++) {
      beats("all").awaitMore(20);
      long until = held(Duration.ofMillis(300));
      awaitFrozen(round);
      assertSilentSince(until, "all");
      held(LONG);
      guard.holds().get(10, TimeUnit.SECONDS);
      assertThat(child.resume()).isTrue();
    }
  }

  @Test
  void whatIsResumedUnderTheSameLeaseGoesOn() throws Exception {
    held(SHORT);
    Child child = guarded(Beats.script("first"));
    awaitFrozen(1);
    beats("first").assertSilent();
    CompletableFuture<Void> holds = guard.holds();
    Await.holdsFor(SHORT, "a guard that freezes does not answer", () -> !holds.isDone());

    held(LONG);
    holds.get(10, TimeUnit.SECONDS);
    beats("first").assertSilent();
    assertThat(child.resume()).isTrue();

    beats("first").awaitMore(50);
    assertThat(frozen).hasValue(1);
  }

  @Test
  void whatWasResumedByOthersIsFrozenAgain() throws Exception {
    held(LONG);
    Child child = guarded(Beats.script("first"));
    beats("first").awaitMore(5);
    guard.lost();
    awaitFrozen(1);

    assertThat(child.resume()).isTrue();

    Await.until("it is frozen again", () -> state(child.fenced().pid()) == 'T');
    beats("first").assertSilent();
  }

  private static char state(long pid) {
    return ProcessStat.of(pid).orElseThrow().state();
  }

  @Test
  void nothingBeginsBeforeTheLeaseIsHeld() throws Exception {
    CompletableFuture<Void> guarded = added(shell("sleep 600").fenced());
    awaitFrozen(1);
    assertThat(guarded).isNotDone();

    held(LONG);

    assertThat(guarded).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aGuardThatEndsIsFollowedByAnother() throws Exception {
    held(LONG);
    guarded(Beats.script("first"));
    long before = guard.pid();
    kill(before);
    Await.until("there is another", () -> guard.pid() != 0 && guard.pid() != before);

    CompletableFuture<Void> second = added(shell(Beats.script("second")).fenced());
    assertThat(second).succeedsWithin(Duration.ofSeconds(10));
    beats("first").awaitMore(5);
    beats("second").awaitMore(5);
    long until = held(SHORT);
    awaitFrozen(1);

    assertSilentSince(until, "first", "second");
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  @Test
  void isNotEndedByWhatEndsTheEmperor() throws Exception {
    held(LONG);
    guarded(Beats.script("first"));
    ProcessHandle process = ProcessHandle.of(guard.pid()).orElseThrow();
    assertThat(process.destroy()).isTrue();
    guard.holds().get(10, TimeUnit.SECONDS);

    assertThat(guard.pid()).isEqualTo(process.pid());
  }

  @Test
  void anotherProcessOfTheSameIdIsNotFrozen() throws Exception {
    held(LONG);
    Child other = shell(Beats.script("other"));
    FencedProcess real = other.fenced();
    added(new FencedProcess(real.pid(), real.start() - 1, "GONE=gone", "/gone"))
        .get(10, TimeUnit.SECONDS);
    guarded(WAIT);
    awaitEnd();

    guard.lost();
    awaitFrozen(1);

    beats("other").awaitMore(20);
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("freeze"))) {
      return all.findFirst().orElseThrow().resolve(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "999999999999",
        "999999999999 000000000009 999999999999\n",
        "999999999999 000000000009 999999999998 000000000009\n",
        "99999999999 000000000009 99999999999 000000000009\n",
        "999999999999 000000000009 999999999999 000000000009 more\n",
        "$(touch h) 000000000009 $(touch h) 000000000009\n",
        "`touch h``t` `touch h` `touch h``t` `touch h`\n",
        "99999999999* 000000000009 99999999999* 000000000009\n",
        "-99999999999 000000000009 -99999999999 000000000009\n",
        "\0\0\0\0\0\0\0\n",
      })
  void aDeadlineThatIsNotWholeMakesNothingLonger(String text) throws Exception {
    held(LONG);
    guarded(Beats.script("first"));
    beats("first").awaitMore(5);
    long until = held(SHORT);
    guard.holds().get(10, TimeUnit.SECONDS);
    Files.writeString(file("deadline"), text);

    awaitFrozen(1);

    assertSilentSince(until, "first");
    assertThat(directory.resolve("h")).doesNotExist();
  }

  @Test
  void aMissingDeadlineMakesNothingLonger() throws Exception {
    held(SHORT);
    guarded(Beats.script("first"));
    Files.delete(file("deadline"));

    awaitFrozen(1);

    beats("first").assertSilent();
  }

  @Test
  void aGuardWhoseDirectoryIsGoneEndsInsteadOfSeemingToBeOne() throws Exception {
    held(LONG);
    guarded(Beats.script("first"));
    ProcessHandle process = ProcessHandle.of(guard.pid()).orElseThrow();
    PrivateDirectory.delete(directory.resolve("freeze"));

    Await.until("it has ended", () -> !process.isAlive() && guard.pid() == 0);

    FencedProcess second = shell("sleep 600").fenced();
    assertThatThrownBy(() -> added(second).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
    beats("first").awaitMore(5);
  }

  @Test
  void whatIsNoProcessIsPassedOver() throws Exception {
    held(LONG);
    guarded(Beats.script("first"));
    String good = Files.readString(file("fenced"));
    String bad =
        """
        $(touch h) `touch h`
        $(touch h)
        /*
        * *
        *
        *
        -1 0
        -1
        -1
        0 0
        0
        0
        SELF

        PATH
        SELF 1


        99999999999999999999999999 1
        /x
        X=y
        """
            .replace("SELF", Long.toString(ProcessHandle.current().pid()))
            .replace("PATH", "PATH=" + System.getenv("PATH"));
    Files.writeString(file("fenced"), bad + good);
    beats("first").awaitMore(5);

    long until = held(SHORT);
    awaitFrozen(1);

    assertSilentSince(until, "first");
    assertThat(directory.resolve("h")).doesNotExist();
  }

  @Test
  void aGuardOfNothingEndsWithTheEmperor() throws Exception {
    held(LONG);
    Child child = guarded("sleep 600");
    ProcessHandle process = ProcessHandle.of(guard.pid()).orElseThrow();
    guard.remove(child.fenced());
    guard.lost();
    CompletableFuture<Void> holds = guard.holds();
    guard.close();

    assertThat(holds).isCompletedExceptionally();
    Await.until("the guard is gone", () -> !process.isAlive());
    assertThat(directory.resolve("freeze")).isEmptyDirectory();
    assertThatThrownBy(() -> guard.add(child.fenced()).get(1, TimeUnit.SECONDS))
        .hasMessageContaining("the emperor ends");
  }

  @Test
  void aNameOfTwoLinesIsRefused() {
    assertThatThrownBy(() -> new FencedProcess(2, 3, "A=b\n4 5", "/x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
