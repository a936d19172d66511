package io.emperor.examples.counter;

import io.emperor.api.Consul;
import io.emperor.api.Health;
import io.emperor.api.KeyValue;
import io.emperor.api.Leadership;
import io.emperor.api.Lease;
import io.emperor.api.LeaseLostException;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in a key of Consul's. Of all its copies in the fleet one leads and counts; when that one
 * is gone, another goes on where it has stopped.
 */
public final class Counter implements Vassal {

  private static final Logger log = LoggerFactory.getLogger(Counter.class);
  private static final String LEAD = "counter";
  private static final String KEY = "counter/value";
  private static final long PAUSE_MILLIS = 200;

  private Leadership leadership;

  @Override
  public void start(VassalContext context) {
    leadership = Consul.lead(LEAD, Counter::count);
    context.serve("/*", new CounterServlet(LEAD, KEY));
  }

  /** On a thread of the app's, for as long as it leads: the loss interrupts the pause. */
  private static void count(Lease lease) throws InterruptedException {
    log.info("Counts, fence {}", lease.fence());
    try {
      while (lease.held()) {
        Optional<KeyValue> entry = Consul.get(KEY);
        long next = entry.map(KeyValue::text).map(Long::parseLong).orElse(0L) + 1;
        long index = entry.map(KeyValue::modifyIndex).orElse(0L);
        byte[] value = Long.toString(next).getBytes(StandardCharsets.US_ASCII);
        if (!Consul.set(lease, KEY, value, index)) {
          log.warn("Somebody else has written {}", KEY);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (LeaseLostException e) {
      log.info("Counts no more: {}", e.getMessage());
    }
  }

  @Override
  public Health health() {
    return Health.passing(
        leadership != null && leadership.isLeader() ? "counts" : "another counts");
  }
}
