package io.emperor.runtime.ownjvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Whatever comes over the line between the emperor and a JVM of a vassal's own. */
class HostLineFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void isAnOrderAHealthOrRefused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    isAnAnswerOrNone(text);
    try {
      HostHealth unused = HostHealth.read(text);
    } catch (IllegalArgumentException e) {
      // as documented
    }
    try {
      HostRequest unused = HostRequest.read(new BufferedReader(new StringReader(text)));
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      return; // the JVM that was told nothing of use ends
    }
  }

  private static void isAnAnswerOrNone(String text) {
    HostChannel channel = new HostChannel("", Runnable::run);
    CompletableFuture<String> answer =
        channel.ask(AppHost.HEALTH, Duration.ofDays(1), Duration.ZERO);
    text.lines().forEach(channel::take);
    channel.close("no answer is left to come");
    assertThat(answer).isDone();
  }
}
