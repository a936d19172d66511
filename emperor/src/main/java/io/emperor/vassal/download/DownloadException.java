package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An app could not be fetched this time. */
final class DownloadException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param seen what went wrong
   * @param remedy what to do
   */
  DownloadException(AppAddress address, String seen, String remedy) {
    this(address, seen, remedy, null);
  }

  DownloadException(AppAddress address, String seen, String remedy, @Nullable Throwable cause) {
    super("%s can't be downloaded: %s: %s".formatted(address, seen, remedy), cause);
  }
}
