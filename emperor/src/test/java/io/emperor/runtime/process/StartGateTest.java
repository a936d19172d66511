package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.runtime.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
@Timeout(60)
class StartGateTest {

  private final StartGate gate = new StartGate();

  @TempDir Path directory;

  private ChildProcesses children;

  @BeforeEach
  void open() {
    children = new ChildProcesses(directory);
  }

  @AfterEach
  void close() {
    children.endSurvivors();
    children.close();
  }

  private Child start(String... words) throws Exception {
    return children
        .start(new Program(List.of(words), Map.of(), directory), "shop", 1, gate)
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void theProgramBeginsWhenItIsLetInAndIsTheSameProcess() throws Exception {
    Child child = start("sh", "-c", "touch begun; read -r any || echo $$ \"$0\"", "a  b*");
    FencedProcess before = child.fenced();
    Await.holdsFor(
        Duration.ofMillis(300),
        "it is held back",
        () -> child.isAlive() && !Files.exists(directory.resolve("begun")));
    assertThat(child.fenced()).isEqualTo(before);

    gate.pass();

    assertThat(child.exit().get(10, TimeUnit.SECONDS))
        .isEqualTo(new Exit(0, child.pid() + " a  b*"));
  }

  @Test
  void whatIsNotLetInCanBeEnded() throws Exception {
    Child child = start("touch", "begun");

    child.end(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);

    assertThat(directory.resolve("begun")).doesNotExist();
    assertThatThrownBy(gate::pass).isInstanceOf(IOException.class);
  }

  @Test
  void whatCantBeRunIsNamedBefore() {
    assertThatThrownBy(() -> start("no-such-program"))
        .hasMessageContaining("there is no program no-such-program on the PATH");
    assertThatThrownBy(gate::pass).hasMessage("it has not been started");
  }
}
