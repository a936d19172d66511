package io.emperor.consul.settings;

import io.emperor.base.PemKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.internal.tls.OkHostnameVerifier;
import org.jspecify.annotations.Nullable;

/**
 * What OkHttp needs for TLS, loaded from the files of the settings.
 *
 * @param sockets makes the sockets
 * @param trust decides which agents are trusted
 * @param names decides whether a certificate carries the right name
 */
public record TlsMaterial(
    SSLSocketFactory sockets, X509TrustManager trust, HostnameVerifier names) {

  /**
   * Loads the files.
   *
   * @throws IOException if a file can't be read, with a message that names it
   * @throws GeneralSecurityException if a file's content can't be used, with a message that names
   *     it
   */
  public static TlsMaterial load(TlsSettings settings)
      throws IOException, GeneralSecurityException {
    X509TrustManager trust = settings.verify() ? authorities(settings) : new TrustAnybody();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity(settings), new X509TrustManager[] {trust}, null);
    SSLSocketFactory sockets = context.getSocketFactory();
    String name = settings.serverName();
    HostnameVerifier verifier = OkHostnameVerifier.INSTANCE;
    if (!settings.verify()) {
      return new TlsMaterial(named(sockets, name), trust, (host, session) -> true);
    }
    return name == null
        ? new TlsMaterial(sockets, trust, verifier)
        : new TlsMaterial(
            named(sockets, name), trust, (host, session) -> verifier.verify(name, session));
  }

  private static SSLSocketFactory named(SSLSocketFactory sockets, @Nullable String name) {
    return name == null ? sockets : new NamedSocketFactory(sockets, name);
  }

  private static X509TrustManager authorities(TlsSettings settings)
      throws IOException, GeneralSecurityException {
    List<Path> files = new ArrayList<>();
    if (settings.caFile() != null) {
      files.add(settings.caFile());
    }
    if (settings.caPath() != null) {
      try (Stream<Path> entries = Files.list(settings.caPath())) {
        entries.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(files.isEmpty() ? null : store(files));
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static KeyStore store(List<Path> files) throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (Path file : files) {
      for (Certificate certificate : certificates(file)) {
        store.setCertificateEntry(file + "#" + store.size(), certificate);
      }
    }
    return store;
  }

  private static KeyManager @Nullable [] identity(TlsSettings settings)
      throws IOException, GeneralSecurityException {
    Path certFile = settings.clientCert();
    Path keyFile = settings.clientKey();
    if (certFile == null || keyFile == null) {
      return null;
    }
    KeyStore store = emptyStore();
    Certificate[] chain = certificates(certFile).toArray(Certificate[]::new);
    store.setKeyEntry("client", key(keyFile), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new CertificateException("it holds no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new CertificateException(file + " can't be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    try {
      return PemKey.parse(Files.readString(file));
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(file + " can't be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** What {@code CONSUL_HTTP_SSL_VERIFY=false} asks for. */
  private static final class TrustAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
