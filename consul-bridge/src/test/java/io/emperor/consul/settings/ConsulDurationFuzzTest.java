package io.emperor.consul.settings;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever stands where a duration is, it is one or is refused. */
class ConsulDurationFuzzTest {

  @FuzzTest(maxDuration = "20s")
  void isOneOrIsRefused(FuzzedDataProvider data) {
    try {
      long unused = ConsulDuration.parse(data.consumeRemainingAsString()).toNanos();
    } catch (IllegalArgumentException e) {
      return; // as documented
    }
  }
}
