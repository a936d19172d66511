package io.emperor.runtime;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;

/** Whatever comes over the line between the emperor and a JVM of a vassal's own. */
class HostLineFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void isAnOrderAHealthOrRefused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      HostHealth unused = HostHealth.read(text);
    } catch (IllegalArgumentException e) {
      // as documented
    }
    try {
      HostOrder unused = HostOrder.read(new BufferedReader(new StringReader(text)));
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      return; // the JVM that was told nothing of use ends
    }
  }
}
