package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Changes what holds for the whole JVM: {@code POST /network} how it connects, {@code POST
 * /streams} where it prints to.
 */
public final class Meddling implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/network", new Network());
    context.serve("/streams", new Streams());
  }

  private static final class Network extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws ServletException {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "1");
      System.setProperty("http.nonProxyHosts", "");
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", "1");
      System.setProperty("socksNonProxyHosts", "");
      ProxySelector.setDefault(new Nowhere());
      try {
        SSLContext.setDefault(SSLContext.getInstance("TLS"));
      } catch (GeneralSecurityException e) {
        throw new ServletException(e);
      }
    }
  }

  private static final class Nowhere extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      Proxy.Type type = uri.getScheme().equals("socket") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
      return List.of(new Proxy(type, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  private static final class Streams extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
      System.out.close();
      System.err.close();
      System.out.println("printed after the end");
      System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }
  }
}
