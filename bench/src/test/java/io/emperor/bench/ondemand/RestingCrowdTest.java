package io.emperor.bench.ondemand;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class RestingCrowdTest {

  private static long woken(String vassals) throws Exception {
    return RestingCrowd.woken(new ObjectMapper().readTree(vassals));
  }

  @Test
  void whatRestsAsItDidAtFirstWasNotWoken() throws Exception {
    String resting = "{\"state\": \"resting\", \"generation\": 1, \"trying\": false}";

    assertThat(woken("[" + resting + "," + resting + "]")).isZero();
  }

  @Test
  void whatRunsIsStartedOrRestsAgainWas() throws Exception {
    assertThat(
            woken(
                """
                [{"state": "running", "generation": 2, "trying": false},
                 {"state": "resting", "generation": 1, "trying": true},
                 {"state": "resting", "generation": 3, "trying": false},
                 {"state": "resting", "generation": 1, "trying": false}]
                """))
        .isEqualTo(3);
  }
}
