package io.emperor.consul.app;

import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Asks when something below a prefix was written last, in the agent's datacenter: the modify index.
 * Where many ask it, an answer with all that is there would cost Consul more than the change. Of
 * the keys that Consul answers besides, all that go on behind another slash are one.
 */
record ChangesBelow(String prefix) implements Query<Long> {

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    return v1.addPathSegment("kv")
        .addPathSegment(prefix)
        .addQueryParameter("keys", null)
        .addQueryParameter("separator", "/");
  }

  @Override
  public @Nullable String dc() {
    return null;
  }

  @Override
  public Long read(byte[] body) throws IOException {
    throw new IOException("the index is the answer");
  }

  @Override
  public Long read(byte[] body, long index) {
    return index;
  }

  /** There is nothing. Its index moves with whatever is written anywhere. */
  @Override
  public Optional<Long> absent() {
    return Optional.of(0L);
  }

  @Override
  public boolean isTouchedBy(String written, boolean recurse) {
    return written.startsWith(prefix) || (recurse && prefix.startsWith(written));
  }
}
