package io.emperor.http;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.SessionManager;

/**
 * The session IDs of one app. Jetty's own looks for sessions in whatever hangs below the server,
 * where an app behind a port does not: it would never clean up after one.
 */
final class AppSessionIds extends DefaultSessionIdManager {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SessionManager sessions;
  private final Executor threads;

  AppSessionIds(Server server, SessionManager sessions, Executor threads) {
    super(server);
    this.sessions = sessions;
    this.threads = threads;
  }

  /** Jetty would seed it once more for each app, which the operating system has done already. */
  @Override
  public void initRandom() {
    setRandom(RANDOM);
  }

  @Override
  public Set<SessionManager> getSessionManagers() {
    return Set.of(sessions);
  }

  /** What listens to the end of a session is the app's code. */
  @Override
  public void scavenge() {
    threads.execute(super::scavenge);
  }
}
