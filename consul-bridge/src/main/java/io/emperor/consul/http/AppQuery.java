package io.emperor.consul.http;

import io.emperor.consul.settings.ConsistencyMode;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What goes with every read that an app makes. */
public final class AppQuery {

  private AppQuery() {}

  public static HttpUrl.Builder reading(
      HttpUrl.Builder url, ConsistencyMode mode, @Nullable String dc) {
    mode.parameter().ifPresent(parameter -> url.addQueryParameter(parameter, null));
    if (dc != null) {
      url.addQueryParameter("dc", dc);
    }
    return url;
  }
}
