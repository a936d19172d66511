package io.emperor.consul.app;

import io.emperor.api.KeyValue;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Asks for a key of the key/value store. */
public record EntryAt(String key, @Nullable String dc) implements Query<Optional<KeyValue>> {

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    return v1.addPathSegment("kv").addPathSegment(key);
  }

  @Override
  public Optional<KeyValue> read(byte[] body) throws IOException {
    return KeyValues.entries(body).stream().findFirst();
  }

  @Override
  public Optional<Optional<KeyValue>> absent() {
    return Optional.of(Optional.empty());
  }

  /** The datacenter is not compared: the agent's own has a name, too. */
  @Override
  public boolean isTouchedBy(String written, boolean recurse) {
    return recurse ? key.startsWith(written) : key.equals(written);
  }
}
