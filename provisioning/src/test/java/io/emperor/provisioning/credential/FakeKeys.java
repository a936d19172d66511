package io.emperor.provisioning.credential;

import io.emperor.provisioning.source.UnaskedCluster;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Consul's keys, as far as a test tells of them. */
final class FakeKeys extends UnaskedCluster {

  private final Map<String, Answers<List<Key>>> watched = new ConcurrentHashMap<>();

  void has(String path, String value) {
    of(path).now(List.of(new Key(path, value)));
  }

  void hasNo(String path) {
    of(path).now(List.of());
  }

  void fails(String path, String why) {
    of(path).fails(why);
  }

  private Answers<List<Key>> of(String path) {
    return Objects.requireNonNull(watched.get(path), path);
  }

  boolean isWatched() {
    return !watched.isEmpty();
  }

  @Override
  public AutoCloseable key(String path, Answers<List<Key>> answers) {
    watched.put(path, answers);
    return () -> watched.remove(path, answers);
  }
}
