package io.emperor.provisioning.credential;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Certificates of which each is issued by the next, the program's own first. The rules are those of
 * RFC 5280, without revocation. Immutable.
 */
final class Certificates {

  /** Java's own clients take no more. */
  private static final int LONGEST_CHAIN = 10;

  private static final String LABEL = "CERTIFICATE";

  private final List<X509Certificate> chain = new ArrayList<>();
  private final List<String> places = new ArrayList<>();

  /** Of none yet, for {@link #add}. */
  Certificates() {}

  /**
   * Puts those of a text at the end.
   *
   * @param key of Consul, as it may stand in a line
   * @throws InvalidCredentialException if it has none, or what is none
   */
  void add(String key, String pem) throws InvalidCredentialException {
    List<X509Certificate> more = read(key, pem);
    for (int i = 0; i < more.size(); i++) {
      chain.add(more.get(i));
      places.add(more.size() == 1 ? key : "certificate " + (i + 1) + " of " + key);
    }
    if (chain.size() > LONGEST_CHAIN) {
      throw new InvalidCredentialException(
          key, "makes a chain of more than " + LONGEST_CHAIN + " certificates; leave some out");
    }
  }

  /**
   * The certificates of a text.
   *
   * @param key of Consul, as it may stand in a line
   * @throws InvalidCredentialException if it has none, or what is none
   */
  static List<X509Certificate> read(String key, String pem) throws InvalidCredentialException {
    List<X509Certificate> found = new ArrayList<>();
    try {
      for (PemBlock block : PemBlock.of(pem)) {
        if (!block.label().equals(LABEL)) {
          throw new InvalidCredentialException(
              key, "has something else than certificates; write these alone");
        }
        found.add(certificate(block.der()));
      }
    } catch (IllegalArgumentException | CertificateException e) {
      throw new InvalidCredentialException(key, "has a broken certificate; write it again");
    }
    if (found.isEmpty()) {
      throw new InvalidCredentialException(
          key, "has no certificate in PEM; write one that begins with -----BEGIN CERTIFICATE-----");
    }
    return found;
  }

  private static X509Certificate certificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /**
   * Holds them against the clock and each against the next.
   *
   * @throws InvalidCredentialException if one is out of date or not issued by the next
   */
  void requireFitting(Instant now) throws InvalidCredentialException {
    for (int i = 0; i < chain.size(); i++) {
      requireInDate(chain.get(i), places.get(i), now);
      if (i > 0 && !isIssuedBy(chain.get(i - 1), chain.get(i))) {
        throw new InvalidCredentialException(
            places.get(i - 1),
            "is not issued by what comes next, " + places.get(i) + "; write them in their order");
      }
    }
  }

  private static void requireInDate(X509Certificate certificate, String place, Instant now)
      throws InvalidCredentialException {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new InvalidCredentialException(place, "has expired at " + end + "; renew it");
    }
    if (now.isBefore(begin)) {
      throw new InvalidCredentialException(
          place, "is not valid before " + begin + "; write one that is, or correct the clock");
    }
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Holds them against authorities.
   *
   * @param key of Consul that has them, as it may stand in a line
   * @throws InvalidCredentialException if they lead to none, or to one that is out of date
   */
  void requireLeadingTo(List<X509Certificate> authorities, String key, Instant now)
      throws InvalidCredentialException {
    List<X509Certificate> path =
        chain.stream().takeWhile(each -> !authorities.contains(each)).toList();
    if (path.isEmpty()) {
      return;
    }
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              authorities.stream()
                  .map(each -> new TrustAnchor(each, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      var result =
          (PKIXCertPathValidatorResult)
              CertPathValidator.getInstance("PKIX")
                  .validate(
                      CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      requireInDate(result.getTrustAnchor().getTrustedCert(), "the authority in " + key, now);
    } catch (CertPathValidatorException e) {
      throw new InvalidCredentialException(
          places.get(Math.max(0, e.getIndex())),
          "does not lead to an authority in "
              + key
              + " ("
              + String.valueOf(e.getReason()).toLowerCase(Locale.ROOT).replace('_', ' ')
              + "); write the certificates between them, or another authority");
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalArgumentException("there are no authorities", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java has PKIX", e);
    }
  }

  PublicKey publicKey() {
    return chain.get(0).getPublicKey();
  }

  /** Whose they are, and from when to when all of them are valid. */
  Validity validity() {
    X509Certificate own = chain.get(0);
    Instant end =
        chain.stream()
            .map(each -> each.getNotAfter().toInstant())
            .min(Instant::compareTo)
            .orElseThrow();
    return new Validity(subject(own), own.getNotBefore().toInstant(), end);
  }

  /** Many have names for DNS alone. */
  private static String subject(X509Certificate certificate) {
    String name = certificate.getSubjectX500Principal().getName();
    try {
      Collection<List<?>> others = certificate.getSubjectAlternativeNames();
      return name.isEmpty() && others != null
          ? others.stream().map(each -> String.valueOf(each.get(1))).findFirst().orElse("")
          : name;
    } catch (CertificateException e) {
      return name;
    }
  }

  /** In PEM, without what else stood in the texts. */
  String pem() {
    return pem(chain);
  }

  static String pem(List<X509Certificate> certificates) {
    StringBuilder pem = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        pem.append(PemBlock.text(LABEL, certificate.getEncoded()));
      }
    } catch (CertificateException e) {
      throw new IllegalStateException("it was read from these bytes", e);
    }
    return pem.toString();
  }
}
