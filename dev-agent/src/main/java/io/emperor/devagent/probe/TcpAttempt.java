package io.emperor.devagent.probe;

import io.emperor.devagent.model.Check;
import java.util.function.Consumer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** Connects, and says no word. */
final class TcpAttempt extends ProbeAttempt {

  private final TcpCheckProbe probe;
  private final ProbeDialer dialer;

  TcpAttempt(TcpCheckProbe probe, ProbeDialer dialer, Consumer<ProbeResult> found) {
    super(found);
    this.probe = probe;
    this.dialer = dialer;
  }

  @Override
  void begin() {
    try {
      HostPort to = HostPort.parse(probe.address());
      dialer.dial(new ProbeConnection(this, to, this::connected, this::failed));
    } catch (ProbeFailure e) {
      failed(e.text());
    }
  }

  private void failed(String why) {
    end(ProbeResult.critical(why));
  }

  private Connection connected(EndPoint endPoint) {
    return new AbstractConnection(endPoint, dialer.threads()) {
      @Override
      public void onOpen() {
        super.onOpen();
        end(new ProbeResult(Check.PASSING, "TCP connect " + probe.address() + ": Success"));
        close();
      }

      @Override
      public void onFillable() {
        close();
      }
    };
  }

  @Override
  ProbeResult late() {
    return ProbeResult.critical("dial tcp " + probe.address() + ": i/o timeout");
  }
}
