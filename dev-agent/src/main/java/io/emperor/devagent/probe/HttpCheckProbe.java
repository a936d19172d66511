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
record HttpCheckProbe(
    String url,
    String method,
    Map<String, List<String>> header,
    String body,
    boolean skipsVerification,
    int outputMaxSize,
    Duration timeout)
    implements CheckProbe {

  @Override
  public ProbeAttempt attempt(ProbeDialer dialer, Consumer<ProbeResult> found) {
    return new HttpAttempt(this, dialer, found);
  }
}
