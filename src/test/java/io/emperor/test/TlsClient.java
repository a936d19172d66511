package io.emperor.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** One connection to a port that speaks TLS, by somebody who trusts one authority alone. */
record TlsClient(SSLSocket socket) implements AutoCloseable {

  static TlsClient of(HeldCertificate authority, int port) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder().addTrustedCertificate(authority.certificate()).build();
    try {
      SSLSocket socket =
          (SSLSocket) trust.sslSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      return new TlsClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server has shown when the connection was opened. */
  X509Certificate certificate() {
    try {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for the root, and leaves the connection open: headers and body of the answer. */
  String get() throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append(next(in));
    }
    int length =
        Integer.parseInt(
            answer.toString().replaceAll("(?is).*\r\ncontent-length: *([0-9]+)\r\n.*", "$1"));
    for (int i = 0; i < length; i++) {
      answer.append(next(in));
    }
    return answer.toString();
  }

  private static char next(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new IOException("the connection is closed");
    }
    return (char) read;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
