package io.emperor.provisioning.source;

import java.util.List;
import java.util.function.Consumer;

/** Of which a test overrides what is asked, and nothing else is. */
public abstract class UnaskedCluster implements Cluster {

  @Override
  public AutoCloseable keys(String prefix, Answers<List<Key>> answers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable key(String path, Answers<List<Key>> answers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable passing(String service, Answers<List<Instance>> answers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable services(Answers<List<Service>> answers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable events(String name, Consumer<byte[]> payloads) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable nodes(Answers<List<Node>> answers) {
    throw new UnsupportedOperationException();
  }
}
