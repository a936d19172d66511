package io.emperor.examples.settings;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;

/**
 * Edits the keys below one prefix of Consul's key/value store over HTTP. The prefix is the setting
 * {@code prefix}, {@code settings/<vassal's name>/} unless configured.
 */
public final class Settings implements Vassal {

  @Override
  public void start(VassalContext context) {
    String prefix = context.settings().getOrDefault("prefix", "settings/" + context.name() + "/");
    if (prefix.isBlank() || prefix.startsWith("/")) {
      throw new IllegalArgumentException(
          "settings: prefix must be a key without a leading slash, not '" + prefix + "'");
    }
    context.serve("/*", new SettingsServlet(context.consul(), prefix));
  }
}
