package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code app:} says: a path, or an address that the app is fetched from.
 *
 * @param text as it was written
 * @param uri the address; {@code null} for a path
 */
record AppPlace(String text, @Nullable URI uri) {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
  private static final String FORM = "write https://HOST/PATH.jar or .war";

  /**
   * Reads it.
   *
   * @throws InvalidValueException if it is neither; what may be a secret in an address is left out
   */
  static AppPlace parse(String text) {
    return SCHEME.matcher(text).matches()
        ? new AppPlace(text, address(text))
        : new AppPlace(Rules.path(text), null);
  }

  private static URI address(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("is an address that can't be read", FORM);
    }
    if (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
      throw new InvalidValueException(
          "has a user's name or password in its address",
          "write them into a file, and name that with " + VassalKey.APP_CREDENTIALS_FILE.name());
    }
    if (uri.getHost() == null) {
      throw new InvalidValueException("is an address without a host", FORM);
    }
    String shown = AppAddress.shown(uri);
    if (!AppAddress.isSafe(uri)) {
      throw InvalidValueException.of(
          shown,
          "is no address that can be trusted",
          "write https://; http:// is for this machine alone");
    }
    String path = uri.getPath().toLowerCase(Locale.ROOT);
    if (!path.endsWith(".jar") && !path.endsWith(".war")) {
      throw InvalidValueException.of(
          shown, "does not say what it is", "name a path that ends in .jar or .war");
    }
    return uri;
  }

  /** For people: a query may be as good as a password. */
  @Override
  public String toString() {
    return uri == null ? text : AppAddress.shown(uri);
  }
}
