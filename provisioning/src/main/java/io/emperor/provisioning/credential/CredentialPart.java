package io.emperor.provisioning.credential;

import java.util.Locale;

/** What a key of Consul holds of a credential. */
enum CredentialPart {
  /** A certificate in PEM, and perhaps those that lead to an authority. */
  CERTIFICATE,
  /** Its private key in PEM. */
  KEY,
  /** Certificates in PEM that lead from it to an authority. */
  CHAIN,
  /** The authorities in PEM, one of which it has to lead to. */
  CA,
  /** Any text, of a credential that is no certificate. */
  VALUE;

  /** As people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
