package io.emperor.provisioning.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.provisioning.credential.CredentialState.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

  private static final CredentialPlan TLS =
      new CredentialPlan(
          "tls",
          Map.of(
              CredentialPart.CERTIFICATE, "pki/cert",
              CredentialPart.KEY, "pki/key",
              CredentialPart.CA, "pki/ca"));

  @TempDir Path home;

  private final Authority authority = new Authority();
  private final FakeKeys keys = new FakeKeys();
  private final HeldCertificate first = issued(Duration.ofMinutes(30));
  private final HeldCertificate second = issued(Duration.ofMinutes(40));
  private final List<Long> looks = new ArrayList<>();
  private Instant now = Instant.now();
  private Credentials credentials;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(0) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
          looks.add(unit.toMillis(delay));
          return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }
      };

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private HeldCertificate issued(Duration lifetime) {
    Instant begin = Instant.now().minusSeconds(1);
    return authority.issue("shop", begin, begin.plus(lifetime));
  }

  @BeforeEach
  void start() {
    credentials = open(1);
  }

  @AfterEach
  void stop() {
    credentials.close();
    thread.shutdownNow();
  }

  private Credentials open(int generation) {
    return OpenedCredentials.of(TLS, keys, home, generation, clock, thread);
  }

  private void has(HeldCertificate pair) {
    keys.has("pki/ca", authority.root.certificatePem());
    keys.has("pki/cert", authority.chain(pair));
    keys.has("pki/key", pair.privateKeyPkcs8Pem());
  }

  private void given(HeldCertificate pair) throws IOException {
    has(pair);
    assertThat(credentials.look()).isEmpty();
    credentials.put();
    credentials.keep();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private CredentialState state() {
    return credentials.states().get(0);
  }

  @Test
  void waitsForEachPartAndSaysWhich() {
    assertThat(credentials.look()).containsExactly("credential tls: pki/cert is not answered yet");
    has(first);
    keys.hasNo("pki/key");
    assertThat(credentials.look()).containsExactly("credential tls: pki/key is missing");
    assertThat(state().kind()).isEqualTo(Kind.MISSING);
    keys.fails("pki/ca", "no agent answers");
    keys.has("pki/key", first.privateKeyPkcs8Pem());
    assertThat(credentials.look()).as("what was known counts on").isEmpty();
    assertThat(state())
        .isEqualTo(
            new CredentialState(
                "tls", Kind.VALID, "CN=shop", first.certificate().getNotAfter().toInstant(), ""));
  }

  @Test
  void areThereForTheProgramUntilItsEnd() throws Exception {
    given(first);
    Path directory = credentials.directory().orElseThrow();

    assertThat(directory).isEqualTo(home.resolve("credentials-1"));
    assertThat(modes(directory)).isEqualTo("r-x------");
    for (String name : List.of("tls.crt", "tls.key", "tls.ca")) {
      assertThat(modes(directory.resolve(name))).isEqualTo("r--------");
    }
    assertThat(directory.resolve("tls.crt")).content().isEqualTo(authority.chain(first));
    assertThat(modes(home.resolve("credentials.json"))).isEqualTo("rw-------");

    credentials.close();

    assertThat(home.toFile().list()).containsExactly("credentials.json");
    assertThat(keys.isWatched()).isFalse();
  }

  private static String modes(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aRotationThatIsHalfThereIsWaitedForAndThenTold() throws Exception {
    given(first);
    keys.has("pki/cert", authority.chain(second));

    assertThat(credentials.look()).isEmpty();
    assertThat(credentials.isChanged()).isFalse();
    assertThat(credentials.troubles()).isEmpty();
    assertThat(looks.get(looks.size() - 1)).isEqualTo(Watched.MOMENT.toMillis() + 1);

    pass(Watched.MOMENT);
    assertThat(credentials.look()).isEmpty();
    assertThat(credentials.troubles())
        .containsExactly(
            "credential tls: pki/key is not the key of the certificate in pki/cert; write those"
                + " that belong together");
    assertThat(state().kind()).isEqualTo(Kind.VALID);
    assertThat(state().trouble()).startsWith("credential tls: pki/key is not the key of");

    keys.has("pki/key", second.privateKeyPkcs8Pem());
    assertThat(credentials.look()).isEmpty();
    assertThat(credentials.isChanged()).isTrue();
    assertThat(credentials.troubles()).isEmpty();
  }

  @Test
  void onesThatAreLeftToTheNextGenerationAreNotNews() throws Exception {
    given(first);
    has(second);
    assertThat(credentials.look()).isEmpty();
    credentials.leave();

    assertThat(credentials.isChanged()).isFalse();
    assertThat(home.resolve("credentials-1").resolve("tls.crt"))
        .content()
        .isEqualTo(authority.chain(first));
  }

  @Test
  void theLastGoodCountsAfterARestartWithoutConsul() throws Exception {
    given(first);
    credentials.close();
    credentials = open(2);
    assertThat(credentials.look()).containsExactly("credential tls: pki/cert is not answered yet");

    for (String key : List.of("pki/ca", "pki/cert", "pki/key")) {
      keys.fails(key, "no agent answers");
    }

    assertThat(credentials.look()).isEmpty();
    credentials.put();
    assertThat(home.resolve("credentials-2").resolve("tls.crt"))
        .content()
        .isEqualTo(authority.chain(first));
    pass(Watched.MOMENT);
    assertThat(credentials.troubles())
        .containsExactly("credential tls: pki/cert can't be read: no agent answers");
  }

  @Test
  void theLastGoodCountsAfterARestartWhenConsulHasABadOne() throws Exception {
    given(first);
    credentials.close();
    credentials = open(2);
    has(second);
    keys.hasNo("pki/key");

    assertThat(credentials.look()).isEmpty();
    pass(Duration.ofMinutes(31));
    credentials.close();
    credentials = open(3);
    has(second);
    keys.hasNo("pki/key");
    assertThat(credentials.look())
        .as("it is out of date by now")
        .containsExactly("credential tls: pki/key is missing");
  }

  @Test
  void tellsOfTheEndOfALifetime() throws Exception {
    given(first);
    Instant end = first.certificate().getNotAfter().toInstant();
    now = end.minus(Duration.ofMinutes(10)).minusMillis(500);
    assertThat(credentials.look()).isEmpty();
    assertThat(state().kind()).isEqualTo(Kind.VALID);
    assertThat(looks.get(looks.size() - 1)).isLessThanOrEqualTo(1000);

    now = end.minus(Duration.ofMinutes(9));
    assertThat(credentials.look()).isEmpty();
    assertThat(state().kind()).isEqualTo(Kind.EXPIRING);

    now = end.plusMillis(1);
    assertThat(credentials.look()).as("the program has it all the same").isEmpty();
    assertThat(credentials.isChanged()).isFalse();
    assertThat(state().kind()).isEqualTo(Kind.EXPIRED);
    pass(Watched.MOMENT);
    assertThat(credentials.troubles())
        .containsExactly(
            "credential tls: certificate 1 of pki/cert has expired at " + end + "; renew it");
  }

  @Test
  void whatAKilledEmperorLeftIsRemovedButNotTheLastGood() throws Exception {
    given(first);
    Path staged = Files.createDirectory(home.resolve("credentials-1.123"));
    Files.write(staged.resolve("tls.key"), "half".getBytes(StandardCharsets.UTF_8));

    CredentialDirectory.sweep(home);

    assertThat(home.toFile().list()).containsExactly("credentials.json");
    CredentialDirectory.sweep(home.resolve("none"));
  }

  @Test
  void whatHasEndedIsNotPutInPlaceAnyMore() throws Exception {
    CredentialDirectory directory = new CredentialDirectory(home, 7);
    directory.close();

    assertThatThrownBy(() -> directory.write(Map.of("a", "b"))).isInstanceOf(IOException.class);
    assertThat(home.toFile().list()).isEmpty();
  }
}
