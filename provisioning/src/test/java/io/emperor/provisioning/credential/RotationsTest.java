package io.emperor.provisioning.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever moment a program reads its credentials at, it finds a pair that fits. */
class RotationsTest {

  private static final CredentialPlan TLS =
      new CredentialPlan(
          "tls", Map.of(CredentialPart.CERTIFICATE, "cert", CredentialPart.KEY, "key"));

  @TempDir Path home;

  private final Authority authority = new Authority();
  private final List<HeldCertificate> pairs =
      Stream.of("a", "b", "c", "d", "e").map(authority::issue).toList();
  private final Map<String, String> fitting = new HashMap<>();
  private final FakeKeys keys = new FakeKeys();
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService reading = Executors.newSingleThreadExecutor();
  private final AtomicReference<Path> current = new AtomicReference<>();
  private volatile boolean over;

  @AfterEach
  void stop() {
    thread.shutdownNow();
    reading.shutdownNow();
  }

  private Credentials open(int generation) {
    return OpenedCredentials.of(TLS, keys, home, generation, Clock.systemUTC(), thread);
  }

  /** The new generation is given what is there whenever it looks, and the old one ends then. */
  private void rotate(int times) throws Exception {
    pairs.forEach(pair -> fitting.put(authority.chain(pair), pair.privateKeyPkcs8Pem()));
    CountDownLatch begun = new CountDownLatch(1);
    Future<Integer> reads = reading.submit(() -> read(begun));
    Deque<Credentials> generations = new ArrayDeque<>();
    String cert = authority.chain(pairs.get(0));
    String key = pairs.get(0).privateKeyPkcs8Pem();
    for (int i = 0; i < times; i++) {
      Credentials next = open(i);
      keys.has("cert", cert);
      keys.has("key", key);
      HeldCertificate pair = pairs.get((i + 1) % pairs.size());
      cert = authority.chain(pair);
      key = pair.privateKeyPkcs8Pem();
      boolean first = i % 2 == 0;
      keys.has(first ? "cert" : "key", first ? cert : key);
      assertThat(next.look()).as("the last good counts").hasSize(i == 0 ? 1 : 0);
      keys.has(first ? "key" : "cert", first ? key : cert);
      assertThat(next.look()).isEmpty();
      next.put();
      next.keep();
      current.set(next.directory().orElseThrow());
      generations.add(next);
      if (generations.size() > 2) {
        generations.remove().close();
      }
      begun.await();
    }
    over = true;
    assertThat(reads.get()).as("pairs that were read").isPositive();
    generations.forEach(Credentials::close);
    assertThat(home.toFile().list()).containsExactly("credentials.json");
  }

  private int read(CountDownLatch begun) throws IOException {
    int reads = 0;
    while (!over) {
      Path directory = current.get();
      if (directory == null) {
        Thread.onSpinWait();
        continue;
      }
      try {
        String certificate = Files.readString(directory.resolve("tls.crt"));
        assertThat(Files.readString(directory.resolve("tls.key")))
            .isEqualTo(fitting.get(certificate));
        reads++;
        begun.countDown();
      } catch (NoSuchFileException e) {
        assertThat(current.get()).as("its generation has not ended").isNotEqualTo(directory);
      }
    }
    return reads;
  }

  @Test
  void eachPairFits() throws Exception {
    rotate(50);
  }

  /** {@code mvn -Psoak test}. */
  @Test
  @Tag("soak")
  void eachPairFitsAThousandTimes() throws Exception {
    rotate(1000);
  }
}
