package io.emperor.bench.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emperor.bench.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThousandMembersTest {

  @TempDir Path directory;

  @Test
  void putsFilesInPlaceEachTimeThatAPortIsAnotherAndNeverOtherwise() throws Exception {
    List<String> lines = new ThousandMembers(directory.toRealPath()).run(30, 5);

    Samples samples = ThousandMembers.figures(lines);
    assertThat(samples.of(ThousandMembers.FIRST).runs()).isEqualTo(1);
    assertThat(samples.of(ThousandMembers.CHANGED).runs()).isEqualTo(ThousandMembers.ROUNDS);
    assertThat(samples.of(ThousandMembers.WRITES).median()).isZero();
    assertThat(Files.readString(directory.resolve("services.json"))).contains("node-29");
    assertThat(directory.resolve("haproxy_search.cnf")).isNotEmptyFile();
  }

  @Test
  void takesItsFiguresFromWhateverElseIsPrinted() {
    List<String> lines = List.of("10:20 INFO figure first", "figure first 12.5", "");

    assertThat(ThousandMembers.figures(lines).of("first").median()).isEqualTo(12.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThousandMembers.figures(lines).of("writes"));
  }
}
