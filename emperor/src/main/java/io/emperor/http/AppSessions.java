package io.emperor.http;

import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.session.ManagedSession;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP sessions of one app. A request that outlasts the app has its session forgotten: Jetty
 * would wait for the session's expiry, and hold on to the app until then.
 */
final class AppSessions extends SessionHandler {

  @Override
  public void complete(@Nullable ManagedSession session) {
    if (isRunning()) {
      super.complete(session);
    }
    if (!isRunning() && session != null) { // it may have been stopped meanwhile
      session.setResident(false);
    }
  }
}
