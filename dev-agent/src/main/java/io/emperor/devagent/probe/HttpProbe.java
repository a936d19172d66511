package io.emperor.devagent.probe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a service answers to a request.
 *
 * @param outputMaxSize how much of the answer's end is kept
 */
record HttpProbe(
    String url,
    String method,
    Map<String, List<String>> header,
    String body,
    boolean skipsVerification,
    int outputMaxSize,
    Duration timeout)
    implements Probe {

  @Override
  public Attempt attempt(Dialer dialer, Consumer<Finding> found) {
    return new HttpAttempt(this, dialer, found);
  }
}
