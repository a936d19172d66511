package io.emperor.bench.ondemand;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.bench.BenchPaths;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SlowProgramTest {

  @Test
  void takesNoConnectionBeforeATenthOfASecond() {
    BenchPaths paths = new BenchPaths(Path.of("..").toAbsolutePath().normalize());

    assertThat(SlowProgram.start(paths)).isGreaterThanOrEqualTo(100);
  }
}
