package io.emperor.devagent.model;

import io.emperor.devagent.base.HttpError;
import java.util.Arrays;
import java.util.Locale;

/** Names of keys that newer versions refuse: with outer blanks, or on the way out of a tree. */
public final class KeyName {

  private KeyName() {}

  public static void require(String key) {
    if (!key.equals(key.strip()) || leavesItsTree(key)) {
      throw HttpError.refused(
          "invalid key name, keys must not begin or end with a space, or hold a path traversal");
    }
  }

  private static boolean leavesItsTree(String key) {
    String decoded =
        key.toLowerCase(Locale.ROOT)
            .replace("%2e", ".")
            .replace("%2f", "/")
            .replace("%5c", "/")
            .replace('\\', '/');
    return Arrays.asList(decoded.split("/", -1)).contains("..");
  }
}
