package io.emperor.test.apps;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** The servlet of {@link Web} on Jetty as it comes, to compare with. */
public final class BareJetty {

  private BareJetty() {}

  /**
   * Serves.
   *
   * @param args the port
   * @throws Exception if it can't
   */
  public static void main(String[] args) throws Exception {
    Server server = new Server(Integer.parseInt(args[0]));
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Web.Answer("generation 1")), "/*");
    server.setHandler(context);
    server.start();
    System.out.println("ready");
    server.join();
  }
}
