package io.emperor.provisioning.credential;

import io.emperor.base.PemKey;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A credential that can be used: it is in date, and its parts fit. That is proved by what they are,
 * and not by when they were read: keys of Consul are written one after the other, and a look at all
 * of them at once may fall between. Immutable.
 *
 * @param files by their names, what a program finds
 * @param validity of the certificate; empty for what is none
 */
record Credential(Map<String, String> files, Optional<Validity> validity) {

  /** More than Consul takes, unless told so. */
  private static final int LONGEST = 512 << 10;

  private static final byte[] SAMPLE = {1, 2, 3, 5, 8, 13, 21, 34};

  Credential {
    files = Map.copyOf(files);
  }

  /**
   * Looks whether it can be used.
   *
   * @param texts what the keys of the plan have
   * @throws InvalidCredentialException if it can't
   */
  static Credential of(CredentialPlan plan, Map<CredentialPart, String> texts, Instant now)
      throws InvalidCredentialException {
    for (Map.Entry<CredentialPart, String> each : texts.entrySet()) {
      if (each.getValue().isEmpty() || each.getValue().length() > LONGEST) {
        throw new InvalidCredentialException(
            plan.shown(each.getKey()),
            each.getValue().isEmpty()
                ? "is empty; write a value"
                : "is longer than 512 KiB; write what is needed alone");
      }
    }
    String value = texts.get(CredentialPart.VALUE);
    return value != null
        ? new Credential(Map.of(plan.name(), value), Optional.empty())
        : pair(plan, texts, now);
  }

  private static Credential pair(
      CredentialPlan plan, Map<CredentialPart, String> texts, Instant now)
      throws InvalidCredentialException {
    Certificates chain = new Certificates();
    for (CredentialPart part : List.of(CredentialPart.CERTIFICATE, CredentialPart.CHAIN)) {
      if (texts.containsKey(part)) {
        chain.add(plan.shown(part), text(texts, part));
      }
    }
    String shownKey = plan.shown(CredentialPart.KEY);
    PrivateKey key = key(shownKey, text(texts, CredentialPart.KEY));
    chain.requireFitting(now);
    if (!isPair(key, chain.publicKey())) {
      throw new InvalidCredentialException(
          shownKey,
          "is not the key of the certificate in "
              + plan.shown(CredentialPart.CERTIFICATE)
              + "; write those that belong together");
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put(plan.name() + ".crt", chain.pem());
    files.put(plan.name() + ".key", PemBlock.text("PRIVATE KEY", key.getEncoded()));
    if (texts.containsKey(CredentialPart.CA)) {
      String shownCa = plan.shown(CredentialPart.CA);
      List<X509Certificate> authorities =
          Certificates.read(shownCa, text(texts, CredentialPart.CA));
      chain.requireLeadingTo(authorities, shownCa, now);
      files.put(plan.name() + ".ca", Certificates.pem(authorities));
    }
    return new Credential(files, Optional.of(chain.validity()));
  }

  private static String text(Map<CredentialPart, String> texts, CredentialPart part) {
    return texts.getOrDefault(part, "");
  }

  /** No exception of a parser is the cause: its words may quote the key. */
  private static PrivateKey key(String shown, String pem) throws InvalidCredentialException {
    try {
      List<PemBlock> keys = PemBlock.of(pem).stream().filter(PemBlock::isPrivateKey).toList();
      if (keys.size() != 1) {
        throw new InvalidCredentialException(
            shown,
            keys.isEmpty()
                ? "has no private key in PEM; write one that begins with -----BEGIN PRIVATE KEY-----"
                : "has " + keys.size() + " private keys; write one");
      }
      if (keys.get(0).isEncrypted()) {
        throw new InvalidCredentialException(
            shown, "has a passphrase; write it without: openssl pkey -in FILE -out FILE");
      }
      return PemKey.parse(keys.get(0).text());
    } catch (IllegalArgumentException e) {
      throw new InvalidCredentialException(shown, String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException e) {
      throw new InvalidCredentialException(
          shown, "has a private key that can't be read; write it as openssl pkey -in FILE does");
    }
  }

  private static boolean isPair(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "EdDSA";
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Leaves out what is secret. */
  @Override
  public String toString() {
    return "Credential" + files.keySet();
  }
}
