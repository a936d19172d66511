package io.emperor.vassal.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.config.AppAddress;
import io.emperor.config.Checksum;
import io.emperor.config.VassalConfigReader;
import io.emperor.runtime.UnusableAppException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that come from a server on this machine. */
@Timeout(60)
class DownloadsTest {

  private static final byte[] APP = bytes(200_000);
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private AppServer server;
  private Downloads downloads;

  @BeforeEach
  void begin() throws Exception {
    server = AppServer.plain();
    downloads = downloads(DownloadLimits.usual());
  }

  @AfterEach
  void end() {
    downloads.close();
    timer.shutdownNow();
    server.close();
  }

  @Test
  void whatComesIsVerifiedKeptForTheEmperorAloneAndNotAskedForAgain() throws Exception {
    server.has(APP, "v1");

    Path file = got(address("/shop.jar?sig=hunter2"));

    assertThat(file).hasBinaryContent(APP).hasParent(kept());
    assertThat(file.getFileName()).hasToString(checksum(APP).hex() + ".jar");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).hasSize(1);
    server.close();
    assertThat(got(address("/shop.jar"))).isEqualTo(file);
    assertThat(counted("ok")).isEqualTo(1);
  }

  @Test
  void whatHasChangedOnTheDiskIsFetchedAgain() throws Exception {
    server.has(APP, "v1");
    Path file = got(address("/shop.jar"));
    Files.write(file, bytes(100));

    assertThat(got(address("/shop.jar"))).hasBinaryContent(APP);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void anotherChecksumIsForGoodAndLeavesNothingBehind() throws Exception {
    server.has(bytes(100), "v1");

    assertThatThrownBy(() -> got(address("/shop.jar?sig=hunter2")))
        .isInstanceOf(UnusableAppException.class)
        .hasMessage(
            server.uri("/shop.jar")
                + " comes to "
                + checksum(bytes(100))
                + ", and checksum: says "
                + checksum(APP)
                + ": correct one of them");
    assertThat(names()).isEmpty();
    assertThat(counted("failed")).isEqualTo(1);
  }

  @Test
  void whatEndedEarlyIsGoneOnWith() throws Exception {
    server.breaksAfter(120_000, APP, "v1");
    assertThatThrownBy(() -> got(address("/shop.jar?sig=hunter2")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            server.uri("/shop.jar") + " can't be downloaded: it ended after 120000 bytes: ")
        .hasMessageEndingWith("look at its server; what has come is kept");
    server.has(APP, "v1");

    Path file = got(address("/shop.jar"));

    assertThat(server.lastAsked("Range")).isEqualTo("bytes=120000-");
    assertThat(server.lastAsked("If-Range")).isEqualTo("\"v1\"");
    assertThat(file).hasBinaryContent(APP);
    assertThat(names()).hasSize(1);
  }

  @Test
  void anotherEmperorOfThatDirectoryGoesOnWithIt() throws Exception {
    server.breaksAfter(120_000, APP, "v1");
    assertThatThrownBy(() -> got(address("/shop.jar"))).isInstanceOf(IOException.class);
    downloads.close();
    downloads = downloads(DownloadLimits.usual());
    server.has(APP, "v1");

    assertThat(got(address("/shop.jar"))).hasBinaryContent(APP);
    assertThat(server.lastAsked("Range")).isEqualTo("bytes=120000-");
  }

  @Test
  void partsOfTwoVersionsAreNotPutTogether() throws Exception {
    server.breaksAfter(50_000, bytes(199_999), "v1");
    assertThatThrownBy(() -> got(address("/shop.jar"))).isInstanceOf(IOException.class);
    server.has(APP, "v2");

    assertThat(got(address("/shop.jar"))).hasBinaryContent(APP);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void aServerThatKnowsNoVersionsIsAskedOnceMoreBeforeItsAppIsWrong() throws Exception {
    server.breaksAfter(50_000, bytes(199_999), "v1");
    assertThatThrownBy(() -> got(address("/shop.jar"))).isInstanceOf(IOException.class);
    Files.delete(kept().resolve(checksum(APP).hex() + ".jar.validator"));
    server.has(APP, "v2");

    assertThat(got(address("/shop.jar"))).hasBinaryContent(APP);
    assertThat(server.asked().get(1).getFirst("Range")).isEqualTo("bytes=50000-");
    assertThat(server.lastAsked("Range")).isNull();
  }

  @Test
  void whatCantBeGoneOnWithIsAskedForFromTheBeginning() throws Exception {
    server.breaksAfter(50_000, APP, "v1");
    assertThatThrownBy(() -> got(address("/shop.jar"))).isInstanceOf(IOException.class);
    server.answers(
        exchange -> {
          boolean part = exchange.getRequestHeaders().containsKey("Range");
          exchange.sendResponseHeaders(part ? 416 : 200, part ? -1 : APP.length);
          if (!part) {
            exchange.getResponseBody().write(APP);
          }
        });

    assertThat(got(address("/shop.jar"))).hasBinaryContent(APP);
  }

  @Test
  void aServerThatStopsSendingIsGivenUp() throws Exception {
    downloads.close();
    downloads = downloads(limits(MIB, Duration.ofMillis(100)));
    CountDownLatch given = new CountDownLatch(1);
    server.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, APP.length);
          exchange.getResponseBody().write(APP, 0, 1000);
          exchange.getResponseBody().flush();
          await(given);
        });

    assertThatThrownBy(() -> got(address("/shop.jar")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            server.uri("/shop.jar")
                + " can't be downloaded: next to nothing has come for 100ms: look at its server; what"
                + " has come is kept");
    given.countDown();
    assertThat(names()).contains(checksum(APP).hex() + ".jar.part");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    downloads.close();
    downloads = downloads(new DownloadLimits(MIB, Duration.ofMillis(100), Duration.ofHours(1), 1));
    CountDownLatch given = new CountDownLatch(1);
    server.answers(exchange -> await(given));

    assertThatThrownBy(() -> got(address("/shop.jar")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its server does not answer");
    given.countDown();
  }

  @Test
  void whatIsTooLargeIsNotEvenBegunWith() throws Exception {
    downloads.close();
    downloads = downloads(limits(MIB, Duration.ofHours(1)));
    server.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 10_000 * MIB);
          exchange.getResponseBody().flush();
        });

    assertThatThrownBy(() -> got(address("/shop.jar")))
        .isInstanceOf(UnusableAppException.class)
        .hasMessage(
            server.uri("/shop.jar")
                + " is larger than the 1MiB that an app may have: correct app:, or make it smaller");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatNeverEndsIsGivenUpWhenItIsTooLarge() throws Exception {
    downloads.close();
    downloads = downloads(limits(MIB, Duration.ofHours(1)));
    AtomicBoolean ended = new AtomicBoolean();
    server.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(APP);
            }
          } catch (IOException e) {
            ended.set(true);
            throw e;
          }
        });

    assertThatThrownBy(() -> got(address("/shop.jar")))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("larger than the 1MiB");
    assertThat(names()).isEmpty();
    while (!ended.get()) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsFollowedAndToldTheCredentialsOfItsServer(int status) throws Exception {
    redirect(status, "/other.jar");

    assertThat(got(withCredentials("/shop.jar", "me:hunter2"))).hasBinaryContent(APP);
    assertThat(server.lastAsked("Authorization")).isEqualTo("Basic bWU6aHVudGVyMg==");
  }

  @Test
  void credentialsGoToNoOtherServer() throws Exception {
    try (AppServer other = AppServer.plain()) {
      other.has(APP, "v1");
      redirect(302, other.uri("/other.jar").toString());

      assertThat(got(withCredentials("/shop.jar", "t0ken"))).hasBinaryContent(APP);
      assertThat(server.lastAsked("Authorization")).isEqualTo("Bearer t0ken");
      assertThat(other.asked()).hasSize(1);
      assertThat(other.lastAsked("Authorization")).isNull();
    }
  }

  @Test
  void credentialsGoToTheSamePortAlone() throws Exception {
    redirect(302, server.uri("localhost", "/other.jar").toString());

    assertThat(got(withCredentials("/shop.jar", "t0ken"))).hasBinaryContent(APP);
    assertThat(server.lastAsked("Authorization")).isNull();
  }

  @Test
  void aRedirectToWhatOthersCanReadIsRefused() throws Exception {
    SSLContext certified = AppServer.certified(directory);
    server.has(APP, "v1");
    try (AppServer secure = AppServer.secure(certified)) {
      secure.answers(
          exchange -> {
            exchange.getResponseHeaders().add("Location", server.uri("/x.jar?sig=1") + "");
            exchange.sendResponseHeaders(302, -1);
          });
      downloads.close();
      downloads = downloads(DownloadLimits.usual(), certified);

      assertThatThrownBy(() -> got(new AppAddress(secure.uri("/x.jar"), checksum(APP), null)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "%s can't be downloaded: it redirects from %s to %s, which is refused: name in app:"
                      .formatted(secure.uri("/x.jar"), secure.uri("/x.jar"), server.uri("/x.jar"))
                  + " where it really is");
      assertThat(server.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host.example/x.jar",
        "https://127.0.0.1/x.jar",
        "http://me:hunter2@127.0.0.1/x.jar",
        "file:///etc/passwd",
        "http://a b/"
      })
  void aRedirectToAPlaceThatNobodyMayBeLedToIsRefused(String location) throws Exception {
    redirect(302, location);

    assertThatThrownBy(() -> got(address("/shop.jar")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(": it redirects ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void redirectsInACircleEnd() throws Exception {
    server.answers(
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/shop.jar");
          exchange.sendResponseHeaders(302, -1);
        });

    assertThatThrownBy(() -> got(address("/shop.jar")))
        .hasMessageContaining("it redirects more than 5 times");
    assertThat(server.asked()).hasSize(6);
  }

  @Test
  void aServerIsTrustedByItsCertificateAlone() throws Exception {
    SSLContext certified = AppServer.certified(directory);
    try (AppServer secure = AppServer.secure(certified)) {
      secure.has(APP, "v1");
      AppAddress address = new AppAddress(secure.uri("/shop.jar"), checksum(APP), null);
      assertThatThrownBy(() -> got(address))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("its server is not trusted: ")
          .hasMessageContaining("have Java trust its certificate's authority");
      downloads.close();
      downloads = downloads(DownloadLimits.usual(), certified);

      assertThat(got(address)).hasBinaryContent(APP);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500, 206, 204})
  void anAnswerThatIsNoAppIsSaid(int status) throws Exception {
    server.answers(
        exchange -> {
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          exchange.sendResponseHeaders(status, -1);
        });

    assertThatThrownBy(() -> got(address("/shop.jar?sig=hunter2")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            server.uri("/shop.jar") + " can't be downloaded: its server answers " + status + ": ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void whereNobodyListensIsSaid() {
    server.close();

    assertThatThrownBy(() -> got(address("/shop.jar")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing takes connections there: see that it can be reached");
  }

  @Test
  void aHostThatNobodyKnowsIsSaid() {
    URI nowhere = URI.create("https://no-such.invalid/shop.jar");

    assertThatThrownBy(() -> got(new AppAddress(nowhere, checksum(APP), null)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its host is not known: see that it can be reached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "two words"})
  void credentialsThatAreNoneAreNotTold(String text) throws Exception {
    assertThatThrownBy(() -> got(withCredentials("/shop.jar", text)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            directory.resolve("login") + ", which app-credentials-file names, holds ")
        .hasMessageNotContaining("two");
    assertThatThrownBy(
            () ->
                got(
                    new AppAddress(
                        server.uri("/shop.jar"), checksum(APP), directory.resolve("none"))))
        .hasMessageContaining("can't be read: java.nio.file.NoSuchFileException: ");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void whoWantsTheSameAppAtOnceSharesItsDownload() throws Exception {
    CountDownLatch wanted = new CountDownLatch(1);
    server.answers(
        exchange -> {
          await(wanted);
          exchange.sendResponseHeaders(200, APP.length);
          exchange.getResponseBody().write(APP);
        });

    CompletableFuture<Path> one = downloads.fetch(address("/shop.jar"));
    CompletableFuture<Path> two = downloads.fetch(address("/shop.jar"));
    CompletableFuture<Path> elsewhere = downloads.fetch(address("/mirror.jar"));
    wanted.countDown();

    assertThat(two.get()).isEqualTo(one.get()).isEqualTo(elsewhere.get());
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void whoNamesAnotherPlaceIsNotHeldUpByAPlaceWithoutTheApp() throws Exception {
    CountDownLatch wanted = new CountDownLatch(1);
    server.answers(
        exchange -> {
          boolean mirror = exchange.getRequestURI().getPath().startsWith("/mirror");
          await(wanted);
          exchange.sendResponseHeaders(mirror ? 200 : 404, mirror ? APP.length : -1);
          if (mirror) {
            exchange.getResponseBody().write(APP);
          }
        });

    CompletableFuture<Path> one = downloads.fetch(address("/shop.jar"));
    CompletableFuture<Path> elsewhere = downloads.fetch(address("/mirror.jar"));
    wanted.countDown();

    assertThatThrownBy(one::get).hasMessageContaining("answers 404");
    assertThat(elsewhere.get()).hasBinaryContent(APP);
  }

  @Test
  void aDownloadEndsWhenTheLastWhoWantsItDoesNotAnyMore() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch broken = new CountDownLatch(1);
    server.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(new byte[10]);
              out.flush();
              begun.countDown();
            }
          } catch (IOException e) {
            broken.countDown();
            throw e;
          }
        });
    CompletableFuture<Path> one = downloads.fetch(address("/shop.jar"));
    CompletableFuture<Path> two = downloads.fetch(address("/shop.jar"));
    await(begun);

    assertThat(one.cancel(true)).isTrue();
    assertThat(two).isNotDone();
    assertThat(broken.getCount()).isEqualTo(1);
    assertThat(two.cancel(true)).isTrue();

    assertThat(broken.await(20, TimeUnit.SECONDS)).isTrue();
    server.has(APP, "v2");
    assertThat(got(address("/shop.jar"))).hasBinaryContent(APP);
    assertThat(counted("failed")).isZero();
  }

  @Test
  void manySlowServersHoldUpNobody() throws Exception {
    CountDownLatch given = new CountDownLatch(1);
    server.answers(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/shop.jar")) {
            exchange.sendResponseHeaders(200, APP.length);
            exchange.getResponseBody().write(APP);
          } else {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await(given);
          }
        });
    List<CompletableFuture<Path>> slow =
        Stream.iterate(1, number -> number + 1)
            .limit(30)
            .map(
                number ->
                    new AppAddress(
                        server.uri("/slow" + number + ".jar"), checksum(bytes(number)), null))
            .map(downloads::fetch)
            .toList();

    assertThat(got(address("/shop.jar"))).hasBinaryContent(APP);
    assertThat(slow).noneMatch(CompletableFuture::isDone);
    given.countDown();
  }

  @Test
  void whatNoConfigurationNamesIsRemoved() throws Exception {
    server.answers(
        exchange -> {
          boolean other = exchange.getRequestURI().getPath().equals("/other.jar");
          byte[] bytes = other ? bytes(100) : APP;
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        });
    Path shop = got(address("/shop.jar"));
    Path other = got(new AppAddress(server.uri("/other.jar"), checksum(bytes(100)), null));
    Path part = Files.write(kept().resolve("0".repeat(64) + ".jar.part"), APP);
    Path config = configuration(address("/shop.jar"));
    DownloadCleaning cleaning =
        new DownloadCleaning(
            downloads, new VassalConfigReader("test", Map.of()), () -> Map.of("shop", config));

    cleaning.run();
    assertThat(names()).as("all are fresh").hasSize(3);

    for (Path file : List.of(shop, other, part)) {
      age(file);
    }
    cleaning.run();
    assertThat(shop).exists();
    assertThat(names()).hasSize(1);

    Files.writeString(config, "app: [this is broken");
    cleaning.run();
    assertThat(shop).as("it named it last").exists();

    Files.writeString(config, "app: local.jar\n");
    cleaning.run();
    assertThat(names()).isEmpty();
  }

  @Test
  void nothingIsRemovedWhileItIsNotKnownWhatIsNamed() throws Exception {
    server.has(APP, "v1");
    Path shop = got(address("/shop.jar"));
    age(shop);
    Path config = Files.writeString(directory.resolve("shop.yaml"), "app: [this is broken");
    VassalConfigReader configs = new VassalConfigReader("test", Map.of());

    new DownloadCleaning(downloads, configs, () -> Map.of("shop", config)).run();
    assertThat(shop).exists();

    new DownloadCleaning(downloads, configs, Map::of).run();
    assertThat(shop).doesNotExist();
  }

  private void redirect(int status, String location) {
    server.answers(
        exchange -> {
          boolean here = exchange.getRequestURI().getPath().equals("/shop.jar");
          if (here) {
            exchange.getResponseHeaders().add("Location", location);
          }
          exchange.sendResponseHeaders(here ? status : 200, here ? -1 : APP.length);
          if (!here) {
            exchange.getResponseBody().write(APP);
          }
        });
  }

  private Path configuration(AppAddress address) throws IOException {
    return Files.writeString(
        directory.resolve("shop.yaml"),
        "app: %s\nchecksum: %s\n".formatted(address.uri(), address.checksum()));
  }

  private static void age(Path file) throws IOException {
    Path unused = Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(120)));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path got(AppAddress address) throws Exception {
    try {
      return downloads.fetch(address).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private AppAddress address(String path) {
    return new AppAddress(server.uri(path), checksum(APP), null);
  }

  private AppAddress withCredentials(String path, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("login"), text);
    return new AppAddress(server.uri(path), checksum(APP), file);
  }

  private double counted(String result) {
    return registry.get("emperor.downloads").tag("result", result).counter().count();
  }

  private Path kept() {
    return directory.resolve("downloads");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(kept())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static DownloadLimits limits(long bytes, Duration interval) {
    return new DownloadLimits(bytes, Duration.ofSeconds(30), interval, 1 << 15);
  }

  private Downloads downloads(DownloadLimits limits) throws Exception {
    return downloads(limits, SSLContext.getDefault());
  }

  private Downloads downloads(DownloadLimits limits, SSLContext trust) {
    return new Downloads(
        kept(),
        limits,
        () -> trust,
        timer,
        Executors.newFixedThreadPool(4),
        Clock.systemUTC(),
        registry);
  }

  private static Checksum checksum(byte[] bytes) {
    var digest = Checksum.digest();
    digest.update(bytes);
    return Checksum.of(digest);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
