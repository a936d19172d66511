package io.emperor.http;

import io.emperor.base.PemKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A certificate by which a port speaks TLS. Connections keep the one that they were opened with.
 * Immutable.
 */
public final class ServerCertificate {

  private final SslConnectionFactory connections;

  private ServerCertificate(SslConnectionFactory connections) {
    this.connections = connections;
  }

  /**
   * Reads it; the files may be gone afterwards.
   *
   * @param certificate a file in PEM: the server's own first, then those it is issued by
   * @param key a file in PEM with its private key, without a passphrase
   * @throws IOException if it can't be read or used; the message names the file and not the key
   */
  public static ServerCertificate read(Path certificate, Path key) throws IOException {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePassword("");
    try (InputStream in = Files.newInputStream(certificate)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry(
          "server",
          PemKey.parse(Files.readString(key)),
          new char[0],
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new));
      tls.setKeyStore(store);
      SslConnectionFactory connections =
          new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString());
      connections.start();
      return new ServerCertificate(connections);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS can't be spoken with " + certificate + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("TLS can't be spoken with " + certificate, e);
    }
  }

  /** Makes connections that encrypt what the connector's plain ones say. */
  ConnectionFactory connections() {
    return connections;
  }
}
