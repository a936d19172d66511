package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

  private final ProcessHandle self = ProcessHandle.current();

  @Test
  void knowsWhoHasStartedWhom() throws Exception {
    Process child = new ProcessBuilder("sleep", "600").start();
    try {
      assertThat(ProcessTable.now().childrenOf(self)).contains(child.toHandle());
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(ProcessTable.now().childrenOf(self)).doesNotContain(child.toHandle());
  }

  @Test
  void theChildrenOfAnotherProcessOfTheSameIdAreNotItsOwn() {
    Map<Long, List<ProcessHandle>> children = Map.of(self.pid(), List.of(self));

    assertThat(new ProcessTable(Set.of(), children).childrenOf(self)).isEmpty();
    assertThat(new ProcessTable(Set.of(self), children).childrenOf(self)).containsExactly(self);
  }
}
