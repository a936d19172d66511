package io.emperor.runtime.probe;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom Java trusts by what it was started with: an app may make another context the default of the
 * whole JVM, or name another store in the system properties.
 */
public final class TrustAtStart {

  private static final String PROPERTIES = "javax.net.ssl.";

  /** Only where something was asked for: it takes a tenth of a second. */
  private final @Nullable SSLContext given;

  /** Looks at what there is now. */
  public TrustAtStart() {
    this.given = isAskedFor() ? byDefault() : null;
  }

  private static boolean isAskedFor() {
    return System.getProperties().stringPropertyNames().stream()
        .anyMatch(name -> name.startsWith(PROPERTIES));
  }

  private static SSLContext byDefault() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the properties " + PROPERTIES + "* can't be used", e);
    }
  }

  /** For whoever asks over TLS. */
  public SSLContext context() {
    if (given != null) {
      return given;
    }
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(KeyStore.getInstance(javasOwn(), (char[]) null));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Java's own authorities can't be read", e);
    }
  }

  private static File javasOwn() {
    Path directory = Path.of(System.getProperty("java.home"), "lib", "security");
    return Stream.of("jssecacerts", "cacerts")
        .map(directory::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow()
        .toFile();
  }
}
