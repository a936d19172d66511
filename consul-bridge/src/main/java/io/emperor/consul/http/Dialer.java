package io.emperor.consul.http;

import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one agent, over TLS where its address says so.
 *
 * @param tls what TLS needs, {@code null} for none
 * @param connect how long each of the host's addresses has to take the connection
 * @param read how long the agent may be silent
 */
public record Dialer(
    AgentAddress agent, @Nullable TlsMaterial tls, Duration connect, Duration read) {

  /** Consul's answers have a dozen short headers. */
  private static final Http1Config HTTP =
      Http1Config.custom().setMaxLineLength(8 << 10).setMaxHeaderCount(100).build();

  /**
   * Opens one. The host's addresses are tried in turn.
   *
   * @throws IOException if none of them took it, or it is not the agent that it should be
   */
  public HttpClientConnection dial() throws IOException {
    IOException failure = new UnknownHostException(agent.host());
    for (InetAddress address : InetAddress.getAllByName(agent.host())) {
      try {
        return dial(address);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private HttpClientConnection dial(InetAddress address) throws IOException {
    DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(HTTP);
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) read.toMillis());
      socket.connect(new InetSocketAddress(address, agent.port()), (int) connect.toMillis());
      if (tls == null) {
        connection.bind(socket);
      } else {
        // With the socket below: who cuts it off does not wait for TLS to say goodbye.
        connection.bind(secured(socket, tls), socket);
      }
      return connection;
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  private SSLSocket secured(Socket socket, TlsMaterial material) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            material
                .sockets()
                .createSocket(socket, agent.host(), agent.port(), /* autoClose= */ true);
    secured.startHandshake();
    if (!material.names().verify(agent.host(), secured.getSession())) {
      throw new SSLPeerUnverifiedException("the certificate is not for '" + agent.host() + "'");
    }
    return secured;
  }
}
