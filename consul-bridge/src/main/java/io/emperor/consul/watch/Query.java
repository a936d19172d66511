package io.emperor.consul.watch;

import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What Consul is asked. Equal questions have the same answer. Immutable.
 *
 * @param <T> what the answer is; immutable, and equal when the content is
 */
public interface Query<T> {

  /** The address below {@code /v1}, with the parameters that belong to the question itself. */
  HttpUrl.Builder address(HttpUrl.Builder v1);

  /** The datacenter, {@code null} for the agent's own. */
  @Nullable String dc();

  /**
   * Makes the value out of an answer's body.
   *
   * @throws IOException if the body is something else
   */
  T read(byte[] body) throws IOException;

  /**
   * The same where it says something at which index the answer is.
   *
   * @param index what the next request says to wait for more
   */
  default T read(byte[] body, long index) throws IOException {
    return read(body);
  }

  /** The value that an answer of 404 stands for, if it stands for one. */
  default Optional<T> absent() {
    return Optional.empty();
  }

  /**
   * Whether an answer says that there is nothing. If Consul left out of it what the token may not
   * see, it does not say so.
   */
  default boolean isNothing(T answer) {
    return false;
  }

  /**
   * Whether a write may change the answer.
   *
   * @param key the key that was written
   * @param recurse whether every key that begins with it was
   */
  default boolean isTouchedBy(String key, boolean recurse) {
    return false;
  }
}
