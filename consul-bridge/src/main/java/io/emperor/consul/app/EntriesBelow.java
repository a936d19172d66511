package io.emperor.consul.app;

import io.emperor.api.KeyValue;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Asks for every key that begins with a prefix, in the agent's datacenter. */
public record EntriesBelow(String prefix) implements Query<List<KeyValue>> {

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    return v1.addPathSegment("kv").addPathSegment(prefix).addQueryParameter("recurse", null);
  }

  @Override
  public @Nullable String dc() {
    return null;
  }

  @Override
  public List<KeyValue> read(byte[] body) throws IOException {
    return KeyValues.entries(body);
  }

  @Override
  public Optional<List<KeyValue>> absent() {
    return Optional.of(List.of());
  }

  @Override
  public boolean isTouchedBy(String written, boolean recurse) {
    return written.startsWith(prefix) || (recurse && prefix.startsWith(written));
  }
}
