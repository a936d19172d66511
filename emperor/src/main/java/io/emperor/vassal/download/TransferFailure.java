package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import io.emperor.runtime.Failure;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;

/** What went wrong with a transfer, in words that say what to do. */
final class TransferFailure {

  private static final String REACH = "see that it can be reached from here";

  private TransferFailure() {}

  /** What a server has answered instead of the app. */
  static String answer(AppAddress address, URI uri, int status) {
    String who = uri.equals(address.uri()) ? "its server" : AppAddress.shown(uri);
    return String.format(Locale.ROOT, "%s answers %d", who, status);
  }

  static String remedy(int status) {
    return switch (status) {
      case 401, 403 -> "look at app-credentials-file, and at what it may be used for";
      case 404, 410 -> "put it there, or correct app:";
      default -> "look at its server";
    };
  }

  /**
   * As it is told.
   *
   * @param came how much is here
   */
  static Throwable told(AppAddress address, Throwable failure, long came) {
    Throwable cause = Failure.unwrapped(failure);
    if (cause instanceof DownloadException
        || cause instanceof UnusableAppException
        || cause instanceof CancellationException
        || !(cause instanceof IOException)) {
      return cause;
    }
    if (cause instanceof ConnectException) {
      boolean unknown = cause.getCause() instanceof UnresolvedAddressException;
      String seen = unknown ? "its host is not known" : "nothing takes connections there";
      return new DownloadException(address, seen, REACH, cause);
    }
    if (cause instanceof HttpTimeoutException) {
      return new DownloadException(address, "its server does not answer", REACH, cause);
    }
    if (cause instanceof SSLException) {
      String seen = "its server is not trusted: " + Failure.message(cause);
      String remedy = "correct app:, or have Java trust its certificate's authority";
      return new DownloadException(address, seen, remedy, cause);
    }
    String seen =
        String.format(Locale.ROOT, "it ended after %d bytes: %s", came, Failure.message(cause));
    return new DownloadException(address, seen, "look at its server; what has come is kept", cause);
  }
}
