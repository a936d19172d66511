package io.emperor.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecPlanTest {

  @TempDir Path directory;

  private static ExecPlan plan(Map<String, String> environment) {
    return new ExecPlan(false, 3, Duration.ofMillis(1500), environment);
  }

  @Test
  void aValuesLinesFollowItsNameAndNoneBeginsLikeAName() {
    assertThat(plan(Map.of("A", "x\n=B\n\n$(id) `id` '\"\\", "B", "")).lines())
        .containsExactly(
            "exec 3", "stop 2", "=A", "+x", "+=B", "+", "+$(id) `id` '\"\\", "=B", "+", "end");
  }

  @Test
  void nobodyElseCanReadIt() throws IOException {
    Path file = directory.resolve("plan");

    plan(Map.of("A", "ü")).write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).content().contains("+ü\n").endsWith("end\n");
  }

  @Test
  void whatNoEnvironmentCanHoldIsRefusedWithoutItsValue() {
    assertThatThrownBy(() -> plan(Map.of("A", "secret\0")))
        .hasMessageContaining("'A'")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> plan(Map.of("A B", "secret"))).hasMessageNotContaining("secret");
    assertThatThrownBy(() -> plan(Map.of("IFS", "x"))).hasMessageContaining("IFS");
    assertThat(plan(Map.of("A", "secret")).toString()).doesNotContain("secret");
  }
}
