package io.emperor.provisioning.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;

class ConfigUpdateFuzzTest {

  /** Whatever bytes arrive: they are an update that is written and read the same, or refused. */
  @FuzzTest(maxDuration = "30s")
  void bytesAreAnUpdateOrAReasonInOneLine(FuzzedDataProvider data) throws Exception {
    ConfigUpdate update;
    try {
      update = ConfigUpdate.parse(data.consumeRemainingAsBytes());
    } catch (UpdateException e) {
      assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
      return;
    }
    assertThat(ConfigUpdate.parse(update.payload()).payload()).isEqualTo(update.payload());
    assertThat(update.name()).matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+");
    assertThat(new JsonMapper().readTree(UpdateFile.content(update)).path("_version").asLong())
        .isEqualTo(update.version());
  }
}
