package io.emperor.consul.app;

import io.emperor.api.UserEvent;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the events of a name that the agent remembers, the oldest first. The answer's index is
 * made of the last event's ID: another one, not a higher one.
 */
record EventsNamed(String name) implements Query<List<UserEvent>> {

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    return v1.addPathSegments("event/list").addQueryParameter("name", name);
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
