package io.emperor.provisioning.credential;

import static io.emperor.provisioning.credential.CredentialPart.CA;
import static io.emperor.provisioning.credential.CredentialPart.CERTIFICATE;
import static io.emperor.provisioning.credential.CredentialPart.CHAIN;
import static io.emperor.provisioning.credential.CredentialPart.KEY;
import static io.emperor.provisioning.credential.CredentialPart.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class CredentialTest {

  private final Authority authority = new Authority();
  private final HeldCertificate shop = authority.issue("shop");
  private final Instant now = Instant.now().plusSeconds(10);
  private final Map<CredentialPart, String> texts =
      new EnumMap<>(
          Map.of(
              CERTIFICATE,
              authority.chain(shop),
              KEY,
              shop.privateKeyPkcs8Pem(),
              CA,
              authority.root.certificatePem()));

  private Credential read(Instant now) throws InvalidCredentialException {
    Map<CredentialPart, String> keys = new EnumMap<>(CredentialPart.class);
    texts.keySet().forEach(part -> keys.put(part, "pki/shop/" + part.word()));
    return Credential.of(new CredentialPlan("tls", keys), texts, now);
  }

  private void refused(String why) {
    refused(now, why);
  }

  private void refused(Instant now, String why) {
    assertThatThrownBy(() -> read(now))
        .isInstanceOf(InvalidCredentialException.class)
        .hasNoCause()
        .hasMessageStartingWith("%s", why)
        .satisfies(
            refusal ->
                texts
                    .values()
                    .forEach(
                        text ->
                            text.lines()
                                .filter(line -> line.length() > 5 && !line.startsWith("-----"))
                                .forEach(
                                    line -> assertThat(refusal.toString()).doesNotContain(line))));
  }

  @Test
  void aPairThatFitsBecomesFilesOfOneForm() throws Exception {
    Credential credential = read(now);

    assertThat(credential.files())
        .containsOnlyKeys("tls.crt", "tls.key", "tls.ca")
        .containsEntry("tls.crt", authority.chain(shop))
        .containsEntry("tls.key", shop.privateKeyPkcs8Pem())
        .containsEntry("tls.ca", authority.root.certificatePem());
    assertThat(credential.validity().orElseThrow().subject()).isEqualTo("CN=shop");
    assertThat(credential.validity().orElseThrow().end())
        .isEqualTo(authority.between.certificate().getNotAfter().toInstant());
    assertThat(credential.toString()).doesNotContain("BEGIN");
  }

  @Test
  void otherLineEndsExplanationsAndAChainOfItsOwnAreTaken() throws Exception {
    texts.put(
        CERTIFICATE,
        ("subject=shop\n" + shop.certificatePem() + "garbage behind it").replace("\n", "\r\n"));
    texts.put(CHAIN, authority.between.certificatePem() + authority.root.certificatePem());
    texts.put(
        KEY,
        "-----BEGIN EC PARAMETERS-----\r\nBggqhkjOPQMBBw==\r\n-----END EC PARAMETERS-----\r\n"
            + shop.privateKeyPkcs8Pem().replace("\n", "\r\n"));

    assertThat(read(now).files())
        .containsEntry("tls.crt", authority.chain(shop) + authority.root.certificatePem())
        .containsEntry("tls.key", shop.privateKeyPkcs8Pem());
  }

  @Test
  void keysOfEveryForm() throws Exception {
    texts.remove(CA);
    HeldCertificate rsa = new HeldCertificate.Builder().rsa2048().build();
    texts.put(CERTIFICATE, rsa.certificatePem());
    for (String form : List.of(rsa.privateKeyPkcs1Pem(), rsa.privateKeyPkcs8Pem())) {
      texts.put(KEY, form);
      assertThat(read(now).files()).containsEntry("tls.key", rsa.privateKeyPkcs8Pem());
    }
  }

  @Test
  void aCertificateThatIsItsOwnAuthority() throws Exception {
    HeldCertificate own = new HeldCertificate.Builder().build();
    texts.put(CERTIFICATE, own.certificatePem());
    texts.put(KEY, own.privateKeyPkcs8Pem());
    texts.put(CA, own.certificatePem());

    assertThat(read(now).files()).containsEntry("tls.ca", own.certificatePem());
  }

  @Test
  void theKeyOfAnotherIsRefused() {
    texts.put(KEY, authority.issue("other").privateKeyPkcs8Pem());
    refused("pki/shop/key is not the key of the certificate in pki/shop/certificate; write those");

    texts.put(KEY, new HeldCertificate.Builder().rsa2048().build().privateKeyPkcs1Pem());
    refused("pki/shop/key is not the key of the certificate in pki/shop/certificate; write those");
  }

  @Test
  void whatIsOutOfDateIsRefused() {
    Instant end = shop.certificate().getNotAfter().toInstant();
    texts.put(CERTIFICATE, shop.certificatePem());
    refused(
        end.plus(Duration.ofDays(1)), "pki/shop/certificate has expired at " + end + "; renew it");
    refused(now.minus(Duration.ofDays(2)), "pki/shop/certificate is not valid before ");

    Instant soon = now.plus(Duration.ofDays(2));
    texts.put(CERTIFICATE, authority.chain(shop));
    refused(soon, "certificate 2 of pki/shop/certificate has expired at ");
  }

  @Test
  void aChainThatLeadsNowhereIsRefused() {
    texts.put(CERTIFICATE, shop.certificatePem());
    refused(
        "pki/shop/certificate does not lead to an authority in pki/shop/ca (no trust anchor); write");

    texts.put(CERTIFICATE, shop.certificatePem() + authority.root.certificatePem());
    refused(
        "certificate 1 of pki/shop/certificate is not issued by what comes next, certificate 2 of");

    texts.put(CERTIFICATE, authority.chain(shop));
    texts.put(CA, new Authority().root.certificatePem());
    refused("certificate 2 of pki/shop/certificate does not lead to an authority in pki/shop/ca (");

    texts.put(CERTIFICATE, authority.chain(shop).repeat(6));
    refused("pki/shop/certificate makes a chain of more than 10 certificates; leave some out");
  }

  @Test
  void anAuthorityThatIsOutOfDateIsRefused() {
    HeldCertificate old =
        new HeldCertificate.Builder()
            .certificateAuthority(0)
            .validityInterval(0, now.minusSeconds(60).toEpochMilli())
            .build();
    HeldCertificate issued = new HeldCertificate.Builder().commonName("x").signedBy(old).build();
    texts.put(CERTIFICATE, issued.certificatePem());
    texts.put(KEY, issued.privateKeyPkcs8Pem());
    texts.put(CA, old.certificatePem());

    refused("the authority in pki/shop/ca has expired at ");
  }

  @Test
  void whatIsNoKeyIsRefused() {
    String key = shop.privateKeyPkcs8Pem();
    texts.put(KEY, "hunter2");
    refused("pki/shop/key has no private key in PEM; write one that begins with");
    texts.put(KEY, key + key);
    refused("pki/shop/key has 2 private keys; write one");
    texts.put(KEY, key.replace("PRIVATE", "ENCRYPTED PRIVATE"));
    refused("pki/shop/key has a passphrase; write it without: openssl pkey");
    texts.put(KEY, key.replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n"));
    refused("pki/shop/key has a passphrase");
    texts.put(KEY, key.substring(0, key.length() / 2));
    refused("pki/shop/key ends within a part of it; write the whole file again");
    texts.put(KEY, key + "-----END CERTIFICATE-----");
    refused("pki/shop/key is broken PEM; write the whole file again");
    texts.put(KEY, PemBlock.text("PRIVATE KEY", new byte[40]));
    refused("pki/shop/key has a private key that can't be read");
    texts.put(KEY, "x".repeat((512 << 10) + 1));
    refused("pki/shop/key is longer than 512 KiB");
    texts.put(KEY, "");
    refused("pki/shop/key is empty");
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    texts.put(CERTIFICATE, "hunter2");
    refused("pki/shop/certificate has no certificate in PEM; write one that begins with");
    texts.put(CERTIFICATE, authority.chain(shop) + shop.privateKeyPkcs8Pem());
    refused("pki/shop/certificate has something else than certificates; write these alone");
    texts.put(CERTIFICATE, PemBlock.text("CERTIFICATE", new byte[40]));
    refused("pki/shop/certificate has a broken certificate; write it again");
    texts.put(CERTIFICATE, authority.chain(shop).replaceFirst("MII", "M-I"));
    refused("pki/shop/certificate has a broken certificate; write it again");
    texts.put(CERTIFICATE, authority.chain(shop));
    texts.put(CA, "none");
    refused("pki/shop/ca has no certificate in PEM");
  }

  @Test
  void aThirdOfALifetime() {
    Instant end = Instant.EPOCH.plusSeconds(90);
    assertThat(new Validity("CN=x", Instant.EPOCH, end).third())
        .isEqualTo(Instant.EPOCH.plusSeconds(60));
    assertThat(new Validity("CN=a\nb", Instant.EPOCH, end).subject()).isEqualTo("CN=a\\u000ab");
  }

  @Test
  void anyTextIsAPlainSecret() throws Exception {
    texts.clear();
    texts.put(VALUE, "pass\nword");
    assertThat(read(now)).isEqualTo(new Credential(Map.of("tls", "pass\nword"), Optional.empty()));
  }

  @Test
  void sec1KeysThatOpensslMakes() throws Exception {
    byte[] pkcs8 = shop.keyPair().getPrivate().getEncoded();
    byte[] scalar = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
    // version 1, the scalar, and in [0] the object identifier of P-256
    byte[] sec1 = new byte[2 + 3 + 2 + 32 + 2 + 10];
    byte[] begin = {0x30, (byte) (sec1.length - 2), 2, 1, 1, 4, 32};
    System.arraycopy(begin, 0, sec1, 0, begin.length);
    System.arraycopy(scalar, 0, sec1, begin.length, 32);
    byte[] curve = Base64.getDecoder().decode("oAoGCCqGSM49AwEH");
    System.arraycopy(curve, 0, sec1, begin.length + 32, curve.length);
    texts.put(KEY, PemBlock.text("EC PRIVATE KEY", sec1));

    assertThat(read(now).files()).containsKey("tls.key");
  }
}
