package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessUseTest {

  private static final int PID = 17;

  @TempDir Path proc;

  private ProcessUse use;

  @BeforeEach
  void look() throws IOException {
    use = new ProcessUse(proc);
    Files.createDirectory(proc.resolve("17"));
    write("status", "Name:\tjava\nVmPeak:\t  9000 kB\nVmRSS:\t  2048 kB\nThreads:\t23\n");
  }

  @Test
  void whatIsSharedCountsByItsShare() throws IOException {
    write("smaps_rollup", "5600-7ffd [rollup]\nRss:  2048 kB\nPss:  1024 kB\nPss_Anon:  9 kB\n");

    assertThat(use.memory(PID)).hasValue(1024 * 1024);
  }

  @Test
  void whereTheShareIsNotToldAllOfItCounts() {
    assertThat(use.memory(PID)).hasValue(2048 * 1024);
  }

  @Test
  void countsThreads() {
    assertThat(use.threads(PID)).hasValue(23);
  }

  @Test
  void ofAProcessThatHasEndedNothingIsTold() throws IOException {
    assertThat(use.memory(18)).isEmpty();
    assertThat(use.threads(18)).isEmpty();
    write("status", "Threads:\tmany\nVmRSS:\n");
    assertThat(use.threads(PID)).isEmpty();
    assertThat(use.memory(PID)).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsWhatLinuxTells() {
    ProcessUse real = new ProcessUse(Path.of("/proc"));

    assertThat(real.memory(ProcessHandle.current().pid()).orElseThrow()).isGreaterThan(1 << 20);
    assertThat(real.threads(ProcessHandle.current().pid()).orElseThrow()).isGreaterThan(1);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(proc.resolve("17").resolve(file), text);
  }
}
