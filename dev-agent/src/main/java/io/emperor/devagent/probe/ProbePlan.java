package io.emperor.devagent.probe;

import io.emperor.devagent.golang.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the agent runs for a check, and how often. */
public record ProbePlan(CheckProbe probe, Duration interval, long successes, long failures) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Of a check's fields; nothing if the check is told what it says. */
  public static @Nullable ProbePlan of(Fields fields, int outputMaxSize) {
    CheckProbe probe = probe(fields, outputMaxSize);
    if (probe == null) {
      return null;
    }
    Duration interval = fields.duration("Interval");
    return new ProbePlan(
        probe,
        interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval,
        fields.number("SuccessBeforePassing"),
        fields.number("FailuresBeforeCritical"));
  }

  private static @Nullable CheckProbe probe(Fields fields, int outputMaxSize) {
    Duration timeout = CheckProbe.timeout(fields.duration("Timeout"));
    String method = fields.text("Method");
    if (!fields.text("HTTP").isEmpty()) {
      return new HttpCheckProbe(
          fields.text("HTTP"),
          method.isEmpty() ? "GET" : method,
          fields.textLists("Header"),
          fields.text("Body"),
          fields.flag("TLSSkipVerify"),
          outputMaxSize,
          timeout);
    }
    String address = fields.text("TCP");
    return address.isEmpty() ? null : new TcpCheckProbe(address, timeout);
  }

  public String type() {
    return probe instanceof HttpCheckProbe ? "http" : "tcp";
  }
}
