package io.emperor.consul.settings;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is talked to over TLS. All files are PEM. Immutable.
 *
 * @param verify whether the agent's certificate is verified; {@code false} trusts anybody
 * @param caFile the certificates of the authorities that are trusted, {@code null} for Java's own
 * @param caPath a directory of such files, {@code null} for none
 * @param clientCert the certificate that identifies this client, with its chain, or {@code null}
 * @param clientKey its private key (PKCS#8, PKCS#1 or SEC 1, not encrypted), or {@code null}
 * @param serverName the name that the agent's certificate must carry, {@code null} for the host's
 */
public record TlsSettings(
    boolean verify,
    @Nullable Path caFile,
    @Nullable Path caPath,
    @Nullable Path clientCert,
    @Nullable Path clientKey,
    @Nullable String serverName) {

  /**
   * Checks that certificate and key come together.
   *
   * @throws IllegalArgumentException if there is one without the other
   */
  public TlsSettings {
    if ((clientCert == null) != (clientKey == null)) {
      throw new IllegalArgumentException("a client certificate and its key come together");
    }
  }

  /**
   * Java's own trusted authorities, no client certificate.
   *
   * @return the settings
   */
  public static TlsSettings defaults() {
    return new TlsSettings(true, null, null, null, null, null);
  }

  /** Whether there is a file to be read, beside Java's own. */
  boolean namesFiles() {
    return Stream.of(caFile, caPath, clientCert, clientKey).anyMatch(Objects::nonNull);
  }
}
