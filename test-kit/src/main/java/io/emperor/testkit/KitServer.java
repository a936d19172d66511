package io.emperor.testkit;

import jakarta.servlet.Servlet;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The web server of one vassal, on a free port of this machine. */
final class KitServer {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  KitServer(Map<String, Servlet> servlets) throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    servlets.forEach(
        (pathSpec, servlet) -> {
          ServletHolder holder = new ServletHolder(servlet);
          holder.setInitOrder(0);
          holder.setAsyncSupported(true);
          context.addServlet(holder, pathSpec);
        });
    server.setHandler(context);
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  void stop() throws Exception {
    server.stop();
  }
}
