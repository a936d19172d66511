package io.emperor.bench.discovery;

/** A client of Consul that reads, each time from Consul. Of one thread. */
interface Reader extends AutoCloseable {

  /** All services with their tags. */
  Object services();

  /** The instances of {@link Subject#SERVICE} with their health. */
  Object service();

  /** What {@link Subject#KEY} holds. */
  Object get();

  @Override
  void close();
}
