package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that is its own authority, made by the JDK's keytool. */
record TestCertificate(ServerCertificate server, SSLContext trusting) {

  private static final String PASSWORD = "for-tests";

  static TestCertificate in(Path directory) throws Exception {
    Path file = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Certificate certificate = keys.getCertificate("server");
    Path crt = pem(directory.resolve("server.crt"), "CERTIFICATE", certificate.getEncoded());
    Path key =
        pem(
            directory.resolve("server.key"),
            "PRIVATE KEY",
            keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return new TestCertificate(ServerCertificate.read(crt, key), context);
  }

  private static Path pem(Path file, String what, byte[] der) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(der)));
  }

  Socket connected(ListeningPort port) throws IOException {
    Socket socket =
        trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port.number());
    socket.setSoTimeout(20_000);
    return socket;
  }
}
