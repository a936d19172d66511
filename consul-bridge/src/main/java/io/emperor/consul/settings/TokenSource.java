package io.emperor.consul.settings;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the ACL token comes from. It is asked for every request, so an answer must be cheap. Safe
 * for use by many threads; {@code toString} never shows a token.
 */
public interface TokenSource {

  /**
   * The token as it is now.
   *
   * @return the token, {@code null} for none
   */
  @Nullable String token();

  /**
   * No token: requests are anonymous.
   *
   * @return the source
   */
  static TokenSource none() {
    return new FixedToken(null);
  }

  /**
   * A token that never changes.
   *
   * @param token the token, not blank
   * @return the source
   */
  static TokenSource fixed(String token) {
    return new FixedToken(Objects.requireNonNull(token, "token"));
  }

  /**
   * A token in a file, which is read again when it changes. While the file is missing, empty or
   * unreadable, the last token that was read stays in use.
   *
   * @param file the file; blanks and line ends around the token do not matter
   * @return the source
   */
  static TokenSource file(Path file) {
    return new FileToken(file);
  }
}
