package io.emperor.config;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a vassal's jar or war is, looked at once for all who ask.
 *
 * @param role what it is made for
 * @param war whether it is a war, by its name
 */
record SeenApp(JarRole role, boolean war) {

  /** Of a file, if there is one. */
  static @Nullable SeenApp of(@Nullable Path app) {
    if (app == null) {
      return null;
    }
    boolean war = app.toString().toLowerCase(Locale.ROOT).endsWith(".war");
    return new SeenApp(war ? JarRole.PROVIDER : JarRole.of(app), war);
  }
}
