package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LastLinesTest {

  private final LastLines lines = new LastLines(LogFormat.TEXT);
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Test
  void theLastLinesComeOldestFirst() {
    lines.keep("shop");

    lines.add("shop", "one\n");
    lines.add("shop", "two\n\tmore of two\n");
    lines.add("stock", "not kept\n");

    assertThat(lines.of("shop", 2)).containsExactly("two", "\tmore of two");
    assertThat(lines.of("shop", 99)).containsExactly("one", "two", "\tmore of two");
    assertThat(lines.of("shop", -1)).isEmpty();
    assertThat(lines.of("stock", 99)).isEmpty();
  }

  @Test
  void aHundredLinesAreKept() {
    lines.keep("shop");

    IntStream.range(0, 250).forEach(i -> lines.add("shop", "line " + i));

    assertThat(lines.of("shop", 999)).hasSize(100).first().isEqualTo("line 150");
    assertThat(lines.of("shop", 1)).containsExactly("line 249");
  }

  @Test
  void longLinesAreFewerAndCut() {
    lines.keep("shop");

    IntStream.range(0, 100).forEach(i -> lines.add("shop", i + "ü".repeat(1500)));
    assertThat(lines.of("shop", 999)).hasSize(10);

    lines.add("shop", "x".repeat(100_000));
    assertThat(lines.of("shop", 1)).containsExactly("x".repeat(4096) + "…");
  }

  @Test
  void theLinesGoWithTheLastOfTheVassalsThatHaveTheName() {
    lines.keep("shop"); // one ends
    lines.keep("shop"); // while another begins
    lines.add("shop", "one");

    lines.forget("shop");
    assertThat(lines.of("shop", 9)).containsExactly("one");
    lines.forget("shop");

    assertThat(lines.of("shop", 9)).isEmpty();
    assertThat(lines.isWanted("shop")).isFalse();
    lines.add("shop", "late");
    assertThat(lines.of("shop", 9)).isEmpty();
  }

  @Test
  void whoFollowsHearsTheLastLinesAndThenEachAsItComes() throws Exception {
    lines.keep("shop");
    lines.add("shop", "one");
    lines.add("shop", "two");

    AutoCloseable following = lines.follow("shop", 1, heard::add);

    lines.add("shop", "three");
    lines.add("stock", "others'");

    Await.until("all are heard", () -> heard.size() == 2);
    following.close();
    lines.add("shop", "four");
    assertThat(heard).containsExactly("two", "three");
  }

  @Test
  void followingOutlivesTheVassal() throws Exception {
    lines.keep("shop");
    AutoCloseable following = lines.follow("shop", 0, heard::add);

    lines.forget("shop");
    lines.add("shop", "last words");
    lines.keep("shop");
    lines.add("shop", "back again");

    Await.until("both are heard", () -> heard.equals(List.of("last words", "back again")));
    assertThat(lines.of("shop", 9)).containsExactly("back again");
    following.close();
    lines.forget("shop");
    assertThat(lines.isWanted("shop")).isFalse();
  }

  @Test
  void aSlowFollowerHoldsUpNobodyAndIsToldHowMuchItMissed() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    lines.keep("shop");
    AutoCloseable following =
        lines.follow(
            "shop",
            0,
            line -> {
              reading.countDown();
              awaitQuietly(release);
              heard.add(line);
            });
    lines.add("shop", "first");
    reading.await();

    IntStream.range(0, 1007).forEach(i -> lines.add("shop", "line " + i));
    release.countDown();
    Await.until("it has caught up", () -> heard.size() == 1002);
    lines.add("shop", "afterwards");
    Await.until("it goes on", () -> heard.size() == 1003);
    following.close();

    assertThat(heard.get(1000)).isEqualTo("line 999");
    assertThat(heard.get(1001)).contains(" WARN  shop: (lines left out here", ": 7)");
    assertThat(heard.get(1002)).isEqualTo("afterwards");
  }

  @Test
  void aListenerThatThrowsEndsItsFollowingAlone() throws Exception {
    AutoCloseable unused =
        lines.follow(
            "shop",
            0,
            line -> {
              throw new IllegalStateException("gone away");
            });

    lines.add("shop", "one");

    Await.until("nobody follows", () -> !lines.isWanted("shop"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
