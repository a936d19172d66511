package io.emperor.provisioning.credential;

import java.time.Duration;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;

/** Issues certificates of an own authority, by way of another. */
final class Authority {

  final HeldCertificate root = builder("root").certificateAuthority(1).build();
  final HeldCertificate between = builder("between").certificateAuthority(0).signedBy(root).build();

  private static HeldCertificate.Builder builder(String name) {
    return new HeldCertificate.Builder().commonName(name);
  }

  /** For ninety days, from now on. */
  HeldCertificate issue(String name) {
    Instant now = Instant.now();
    return issue(name, now.minusSeconds(1), now.plus(Duration.ofDays(90)));
  }

  HeldCertificate issue(String name, Instant begin, Instant end) {
    return builder(name)
        .signedBy(between)
        .validityInterval(begin.toEpochMilli(), end.toEpochMilli())
        .build();
  }

  /** What Consul's key has: the certificate, and the one that it is issued by. */
  String chain(HeldCertificate issued) {
    return issued.certificatePem() + between.certificatePem();
  }
}
