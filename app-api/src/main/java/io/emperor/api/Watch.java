package io.emperor.api;

import java.time.Duration;

/**
 * A hold on something in Consul that is being watched for a listener, see {@link
 * ConsulApi#watchService}. Safe for use by many threads.
 */
public interface Watch extends AutoCloseable {

  /**
   * How long ago Consul last confirmed what the listener was told.
   *
   * @return the time since then, some seconds when all is well; before the first answer, the time
   *     since the watch began
   */
  Duration age();

  /**
   * Ends the watch: the listener is not called any more once this has returned, unless by then it
   * runs. Further calls do nothing.
   */
  @Override
  void close();
}
