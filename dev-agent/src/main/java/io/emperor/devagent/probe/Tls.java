package io.emperor.devagent.probe;

import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Encrypted connections of one kind: to whom the JDK trusts, or to anybody. Thread safe. */
final class Tls implements AutoCloseable {

  private final SslContextFactory.Client context;
  private final Executor threads;
  private final ByteBufferPool buffers = new ArrayByteBufferPool();

  private Tls(SslContextFactory.Client context, Executor threads) {
    this.context = context;
    this.threads = threads;
  }

  static Tls verifying(Executor threads) {
    return new Tls(new Context(false), threads);
  }

  static Tls trusting(Executor threads) {
    SslContextFactory.Client all = new Context(true);
    all.setEndpointIdentificationAlgorithm(null);
    return new Tls(all, threads);
  }

  /** Puts a connection into an encrypted one. */
  Connection around(EndPoint endPoint, HostPort to, Function<EndPoint, Connection> inner) {
    LifeCycle.start(context);
    SSLEngine engine = context.newSSLEngine(to.host(), to.port());
    engine.setUseClientMode(true);
    SslConnection outer = new SslConnection(buffers, threads, context, endPoint, engine);
    EndPoint inside = outer.getSslEndPoint();
    inside.setConnection(inner.apply(inside));
    return outer;
  }

  @Override
  public void close() {
    LifeCycle.stop(context);
  }

  /** Whom to trust is the check's to say: Jetty need not warn of it. */
  private static final class Context extends SslContextFactory.Client {

    Context(boolean trustsAll) {
      super(trustsAll);
    }

    @Override
    protected void checkConfiguration() {}
  }
}
