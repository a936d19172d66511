package io.emperor.devagent.probe;

import io.emperor.devagent.model.Check;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** Asks for a URL and for what it redirects to, as often as Go does. */
final class HttpAttempt extends ProbeAttempt {

  private static final int MOST_REQUESTS = 10;
  private static final Set<Integer> NEEDS_LOCATION = Set.of(301, 302, 303);
  private static final Set<Integer> MAY_REDIRECT = Set.of(301, 302, 303, 307, 308);
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpCheckProbe probe;
  private final ProbeDialer dialer;
  private int requests;
  private volatile @Nullable HttpConversation current;
  private volatile String begin = "";

  HttpAttempt(HttpCheckProbe probe, ProbeDialer dialer, Consumer<ProbeResult> found) {
    super(found);
    this.probe = probe;
    this.dialer = dialer;
  }

  @Override
  void begin() {
    try {
      send(ProbeRequest.of(probe));
    } catch (ProbeFailure e) {
      end(ProbeResult.critical(e.text()));
    }
  }

  private void send(ProbeRequest ask) {
    ask.requireSendable();
    requests++;
    begin = ask.complaint("");
    current = null;
    HostPort to;
    try {
      to = ask.url().address();
    } catch (ProbeFailure e) {
      throw new ProbeFailure(ask.complaint(e.text()));
    }
    dialer.dial(
        new ProbeConnection(
            this,
            to,
            endPoint ->
                ask.url().isSecure()
                    ? dialer
                        .tls(probe.skipsVerification())
                        .around(endPoint, to, inside -> connected(inside, ask))
                    : connected(endPoint, ask),
            why -> end(ProbeResult.critical(ask.complaint(why)))));
  }

  private HttpConversation connected(EndPoint endPoint, ProbeRequest ask) {
    HttpConversation talk =
        new HttpConversation(
            endPoint, dialer.threads(), ask, probe.outputMaxSize(), this::answered);
    current = talk;
    return talk;
  }

  private void answered(HttpConversation talk) {
    try {
      if (talk.status() == 0) {
        end(ProbeResult.critical(talk.ask().complaint(talk.flaw())));
      } else if (isRedirected(talk)) {
        follow(talk);
      } else {
        end(finding(talk));
      }
    } catch (ProbeFailure e) {
      end(ProbeResult.critical(e.text()));
    }
  }

  private static boolean isRedirected(HttpConversation talk) {
    return MAY_REDIRECT.contains(talk.status())
        && (!talk.location().isEmpty() || NEEDS_LOCATION.contains(talk.status()));
  }

  private void follow(HttpConversation talk) {
    String location = talk.location();
    if (location.isEmpty()) {
      throw new ProbeFailure(
          talk.ask().complaint(talk.status() + " response missing Location header"));
    }
    if (requests == MOST_REQUESTS) {
      throw new ProbeFailure(
          talk.ask().complaint(location, "stopped after " + MOST_REQUESTS + " redirects"));
    }
    send(talk.ask().redirected(talk.status(), location));
  }

  private ProbeResult finding(HttpConversation talk) {
    int status = talk.status();
    String output =
        "HTTP %s %s: %s Output: %s".formatted(probe.method(), probe.url(), talk.line(), talk.end());
    if (status >= 200 && status < 300) {
      return new ProbeResult(Check.PASSING, output);
    }
    return new ProbeResult(status == TOO_MANY_REQUESTS ? Check.WARNING : Check.CRITICAL, output);
  }

  /** An answer whose end is missing is an answer. */
  @Override
  ProbeResult late() {
    HttpConversation talk = current;
    return talk == null || talk.status() == 0 || isRedirected(talk)
        ? ProbeResult.critical(
            begin + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
        : finding(talk);
  }
}
