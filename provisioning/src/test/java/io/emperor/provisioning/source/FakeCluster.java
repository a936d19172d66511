package io.emperor.provisioning.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a test wants. */
public final class FakeCluster extends UnaskedCluster {

  final Map<String, Answers<List<Key>>> keys = new HashMap<>();
  final Map<String, Answers<List<Instance>>> services = new HashMap<>();

  @Nullable Answers<List<Service>> list;

  /** Whom to tell of keys below a prefix that somebody watches. */
  public Answers<List<Key>> below(String prefix) {
    return Objects.requireNonNull(keys.get(prefix));
  }

  /** The prefixes whose keys somebody watches. */
  public Set<String> keys() {
    return keys.keySet();
  }

  /** Whom to tell of a service that somebody watches. */
  Answers<List<Instance>> of(String service) {
    return Objects.requireNonNull(services.get(service));
  }

  @Override
  public AutoCloseable keys(String prefix, Answers<List<Key>> answers) {
    keys.put(prefix, answers);
    return () -> keys.remove(prefix);
  }

  @Override
  public AutoCloseable services(Answers<List<Service>> answers) {
    list = answers;
    return () -> list = null;
  }

  @Override
  public AutoCloseable passing(String service, Answers<List<Instance>> answers) {
    services.put(service, answers);
    return () -> services.remove(service);
  }
}
