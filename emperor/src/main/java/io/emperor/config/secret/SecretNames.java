package io.emperor.config.secret;

import java.util.regex.Pattern;

/**
 * Names of what is secret. The words are those that detect-secrets and gitleaks look for in names;
 * every expression takes time in proportion to the name.
 */
final class SecretNames {

  private static final Pattern ANYWHERE =
      Pattern.compile(
          "(?i)passw(?:or)?[dt]|passphrase|contrase[nñ]a|pwd|secret|token|credential|authorization"
              + "|bearer|cookie|(?:private|priv|api|access|account|auth|client|db|database|encryption"
              + "|license|master|service|session|shared|signing|ssh|storage).?key"
              + "|(?:key|store|trust).?pass");

  /** Short words are names only where they end one: {@code DB_PASS}, {@code httpAuth}. */
  private static final Pattern AT_THE_END =
      Pattern.compile("(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?i:pass|auth|pw|creds?)$");

  private SecretNames() {}

  static boolean matches(String name) {
    return ANYWHERE.matcher(name).find() || AT_THE_END.matcher(name).find();
  }
}
