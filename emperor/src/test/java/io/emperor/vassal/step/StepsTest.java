package io.emperor.vassal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.Health;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.ToldFailures;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {

  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private final List<String> journal = new ArrayList<>();
  private @Nullable String failing;
  private @Nullable String stubborn;
  private boolean wanted = true;
  private CompletableFuture<Void> waiting = Step.DONE;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aStepThatFailsHasThoseBeforeItTakenBackInReverse(int place) {
    failing = NAMES.get(place);
    Generation generation = generation();

    assertThatThrownBy(() -> begin(generation)).hasStackTraceContaining("on purpose");
    generation.end().join();

    List<String> expected = new ArrayList<>(NAMES.subList(0, place + 1));
    for (int i = place - 1; i >= 0; i--) {
      expected.add("undo " + NAMES.get(i));
    }
    assertThat(journal).isEqualTo(expected);
  }

  @Test
  void takingBackTwiceDoesNothingTwice() throws Exception {
    Generation generation = generation();
    begin(generation);

    generation.end().join();
    generation.end().join();

    assertThat(journal).containsExactly("a", "b", "c", "d", "undo d", "undo c", "undo b", "undo a");
  }

  @Test
  void whatCanNotBeTakenBackStopsNothing() throws Exception {
    stubborn = "c";
    Generation generation = generation();
    begin(generation);

    generation.end().join();

    assertThat(journal).endsWith("undo d", "undo c", "undo b", "undo a");
  }

  @Test
  void whatIsNotWantedAnyMoreGoesNoFurther() {
    Generation generation = generation();
    wanted = false;

    assertThatThrownBy(() -> begin(generation)).isInstanceOf(Exception.class);
    generation.end().join();

    assertThat(journal).containsExactly("a", "b", "undo b", "undo a");
  }

  @Test
  void aStepThatWaitsHoldsNoThreadAndTheOthersComeAfterIt() {
    CompletableFuture<Void> here = new CompletableFuture<>();
    Deque<Runnable> loaders = new ArrayDeque<>();
    waiting = here;
    Generation generation = generation();

    CompletableFuture<Void> loaded = generation.load(loaders::add);
    assertThat(journal).containsExactly("a");
    here.complete(null);
    assertThat(journal).as("on a thread for files alone").containsExactly("a");
    loaders.remove().run();

    assertThat(loaded).isCompleted();
    assertThat(journal).containsExactly("a", "b");
  }

  @Test
  void whatIsInterruptedBeforeItWaitsDoesNotWait() {
    CompletableFuture<Void> never = new CompletableFuture<>();
    Generation generation = generation();

    generation.interrupt();
    generation.waitsFor(never);

    assertThat(never).isCancelled();
  }

  private static void begin(Generation generation) throws Exception {
    generation.load(Runnable::run).join();
    generation.start().join();
  }

  private Generation generation() {
    StepList list =
        new StepList(List.of(new Told("a"), new Told("b")), List.of(new Told("c"), new Told("d")));
    return new Generation(
        list,
        new VassalSource("shop", List.of(), List.of(), Path.of("vassals")),
        1,
        Leftovers.NONE,
        false,
        new Nobody(),
        new ToldFailures(),
        Runnable::run);
  }

  private final class Told implements Step {

    private final String name;

    Told(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public CompletableFuture<Void> run(Generation generation) {
      journal.add(name);
      if (name.equals(failing)) {
        throw new IllegalStateException("on purpose");
      }
      return name.equals("a") ? waiting : DONE;
    }

    @Override
    public CompletableFuture<Void> undo(Generation generation) {
      journal.add("undo " + name);
      if (name.equals(stubborn)) {
        throw new IllegalStateException("on purpose");
      }
      return DONE;
    }
  }

  private final class Nobody implements Vassal {

    @Override
    public void asked() {}

    @Override
    public void idle() {}

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public @Nullable Generation current() {
      return null;
    }

    @Override
    public boolean serves() {
      return false;
    }

    @Override
    public void makeWay(Generation next, String why) {}

    @Override
    public CompletableFuture<Void> portFree() {
      return Step.DONE;
    }

    @Override
    public void heldUp(String reason) {}

    @Override
    public CompletableFuture<Void> inputsChanged() {
      return Step.DONE;
    }

    @Override
    public void remark(String words) {}

    @Override
    public void starting() {}

    @Override
    public void waits(String what) {}

    @Override
    public void appWaits(String what) {}

    @Override
    public void measured(Health health) {}
  }
}
