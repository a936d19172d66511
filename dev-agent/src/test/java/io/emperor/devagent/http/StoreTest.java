package io.emperor.devagent.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.devagent.FakeProber;
import io.emperor.devagent.FakeTimer;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.http.Watchers.Watcher;
import io.emperor.devagent.model.KvEntry;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.KvWrites;
import io.emperor.devagent.state.State;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StoreTest {

  private static final KvEntry NEWS = KvEntry.wanted("news", new byte[0], BigInteger.ZERO, "");

  private final FakeTimer timer = new FakeTimer();
  private final Store store =
      new Store(
          new AgentIdentity(
              "b0f1b1a6-6b4e-4d3c-8a54-7c1c5f0a1d11", "node", "127.0.0.1", 1, ConsulProfile.V1_8),
          timer,
          timer,
          new FakeProber(),
          new Watchers(timer, Runnable::run, 10),
          new MemoryLimit(1 << 20));
  private final List<Answer> answers = new ArrayList<>();

  private final List<Throwable> failures = new ArrayList<>();

  private Watcher await() {
    return await(state -> Answer.empty(200));
  }

  private Watcher await(Function<State, Answer> answer) {
    BlockingRead read =
        new BlockingRead(
            new ReadOptions(BigInteger.ONE, Duration.ofMinutes(1), "leader"),
            changes -> changes.hasKey("news"),
            state -> state.keys().get("news") != null,
            answer);
    return requireNonNull(store.ask(read, answers::add, failures::add));
  }

  /** Nobody else would: the thread that finds out is none of the connection's. */
  @Test
  void tellsWhyAQueryThatWaitedHasNoAnswer() {
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    Watcher unused =
        await(
            state -> {
              throw full;
            });

    assertThatThrownBy(() -> store.with(state -> new KvWrites(state).set(state.next(), NEWS)))
        .isSameAs(full);

    assertThat(failures).containsExactly(full);
    assertThat(answers).isEmpty();
  }

  @Test
  void forgetsAQueryWhoseClientHasLeft() {
    Watcher watcher = await();
    assertThat(store.forgetIf(watcher, () -> false)).isFalse();
    assertThat(store.waiting()).isOne();
    assertThat(store.forgetIf(watcher, () -> true)).isTrue();
    assertThat(store.waiting()).isZero();
    assertThat(answers).isEmpty();
  }

  /** Looking takes a byte from the connection, which by then may be the next request's. */
  @Test
  void doesNotLookForAClientThatHasItsAnswer() {
    Watcher watcher = await();
    boolean changed = store.with(state -> new KvWrites(state).set(state.next(), NEWS));
    assertThat(changed).isTrue();
    assertThat(answers).hasSize(1);
    List<String> looks = new ArrayList<>();
    assertThat(store.forgetIf(watcher, () -> looks.add("look"))).isFalse();
    assertThat(looks).isEmpty();
  }
}
