package io.emperor.consul.app;

import io.emperor.api.UserEvent;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the events that the agent remembers, the oldest first. The answer's index is made of the
 * last event's ID: another one, not a higher one.
 *
 * @param name of those that are asked for; {@code null} for all
 */
record EventsNamed(@Nullable String name) implements Query<List<UserEvent>> {

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    v1.addPathSegments("event/list");
    return name == null ? v1 : v1.addQueryParameter("name", name);
  }

  @Override
  public @Nullable String dc() {
    return null;
  }

  @Override
  public List<UserEvent> read(byte[] body) throws IOException {
    return UserEvents.read(body);
  }
}
