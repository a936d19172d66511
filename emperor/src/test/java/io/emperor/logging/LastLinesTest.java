package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LastLinesTest {

  private static final Instant ALWAYS = Instant.EPOCH;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final LastLines lines = new LastLines(LogFormat.TEXT);
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Test
  void theLastLinesComeOldestFirst() {
    lines.keep("shop");

    add("shop", "one\n");
    add("shop", "two\n\tmore of two\n");
    add("stock", "not kept\n");

    assertThat(lines.of("shop", 2, ALWAYS)).containsExactly("two", "\tmore of two");
    assertThat(lines.of("shop", 99, ALWAYS)).containsExactly("one", "two", "\tmore of two");
    assertThat(lines.of("shop", -1, ALWAYS)).isEmpty();
    assertThat(lines.of("stock", 99, ALWAYS)).isEmpty();
  }

  @Test
  void thoseSinceATimeAreThatOldAtMost() {
    lines.keep("shop");
    lines.add("shop", NOON.minusMillis(1), "before");
    lines.add("shop", NOON, "then");
    lines.add("shop", NOON.plusSeconds(60), "later\n\tand more of it\n");

    assertThat(lines.of("shop", 99, NOON)).containsExactly("then", "later", "\tand more of it");
    assertThat(lines.of("shop", 1, NOON)).containsExactly("\tand more of it");
    assertThat(lines.of("shop", 99, NOON.plusSeconds(61))).isEmpty();
  }

  private void add(String vassal, String text) {
    lines.add(vassal, NOON, text);
  }

  @Test
  void aHundredLinesAreKept() {
    lines.keep("shop");

    IntStream.range(0, 250).forEach(i -> add("shop", "line " + i));

    assertThat(lines.of("shop", 999, ALWAYS)).hasSize(100).first().isEqualTo("line 150");
    assertThat(lines.of("shop", 1, ALWAYS)).containsExactly("line 249");
  }

  @Test
  void longLinesAreFewerAndCut() {
    lines.keep("shop");

    IntStream.range(0, 100).forEach(i -> add("shop", i + "ü".repeat(1500)));
    assertThat(lines.of("shop", 999, ALWAYS)).hasSize(10);

    add("shop", "x".repeat(100_000));
    assertThat(lines.of("shop", 1, ALWAYS)).containsExactly("x".repeat(4096) + "…");
  }

  @Test
  void theLinesGoWithTheLastOfTheVassalsThatHaveTheName() {
    lines.keep("shop"); // one ends
    lines.keep("shop"); // while another begins
    add("shop", "one");

    lines.forget("shop");
    assertThat(lines.of("shop", 9, ALWAYS)).containsExactly("one");
    lines.forget("shop");

    assertThat(lines.of("shop", 9, ALWAYS)).isEmpty();
    assertThat(lines.isWanted("shop")).isFalse();
    add("shop", "late");
    assertThat(lines.of("shop", 9, ALWAYS)).isEmpty();
  }

  @Test
  void whoFollowsHearsTheLastLinesAndThenEachAsItComes() throws Exception {
    lines.keep("shop");
    add("shop", "one");
    add("shop", "two");

    AutoCloseable following = lines.follow("shop", 1, ALWAYS, heard::add);

    add("shop", "three");
    add("stock", "others'");

    Await.until("all are heard", () -> heard.size() == 2);
    following.close();
    add("shop", "four");
    assertThat(heard).containsExactly("two", "three");
  }

  @Test
  void followingOutlivesTheVassal() throws Exception {
    lines.keep("shop");
    AutoCloseable following = lines.follow("shop", 0, ALWAYS, heard::add);

    lines.forget("shop");
    add("shop", "last words");
    lines.keep("shop");
    add("shop", "back again");

    Await.until("both are heard", () -> heard.equals(List.of("last words", "back again")));
    assertThat(lines.of("shop", 9, ALWAYS)).containsExactly("back again");
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
            ALWAYS,
            line -> {
              reading.countDown();
              awaitQuietly(release);
              heard.add(line);
            });
    add("shop", "first");
    reading.await();

    IntStream.range(0, 1007).forEach(i -> add("shop", "line " + i));
    release.countDown();
    Await.until("it has caught up", () -> heard.size() == 1002);
    add("shop", "afterwards");
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
            ALWAYS,
            line -> {
              throw new IllegalStateException("gone away");
            });

    add("shop", "one");

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
