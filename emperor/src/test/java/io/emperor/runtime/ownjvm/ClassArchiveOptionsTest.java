package io.emperor.runtime.ownjvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassArchiveOptionsTest {

  private static final List<String> EMPERORS =
      List.of("-Xmx1g", "-XX:SharedArchiveFile=/opt/lib/java-17.jsa", "-Xlog:cds*=off", "-Da=b");

  @Test
  void handOnTheEmperorsArchive() {
    assertThat(ClassArchiveOptions.of(EMPERORS, List.of("-Xmx64m")))
        .containsExactly("-XX:SharedArchiveFile=/opt/lib/java-17.jsa", "-Xlog:cds*=off");
    assertThat(ClassArchiveOptions.of(List.of("-XX:AOTCache=/a.aot", "-Xlog:aot*=off"), List.of()))
        .containsExactly("-XX:AOTCache=/a.aot", "-Xlog:aot*=off");
  }

  @Test
  void areNoneWithoutOne() {
    assertThat(ClassArchiveOptions.of(List.of("-Xmx1g"), List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xshare:off",
        "-XX:SharedArchiveFile=/b",
        "-XX:ArchiveClassesAtExit=/b",
        "-XX:AOTCache=/b"
      })
  void leaveWhoChoosesAlone(String choice) {
    assertThat(ClassArchiveOptions.of(EMPERORS, List.of(choice))).isEmpty();
  }
}
