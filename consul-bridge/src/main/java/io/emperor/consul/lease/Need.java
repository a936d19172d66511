package io.emperor.consul.lease;

/** Something for which the emperor's lease is kept, until it is closed. */
public interface Need extends AutoCloseable {
  @Override
  void close();
}
