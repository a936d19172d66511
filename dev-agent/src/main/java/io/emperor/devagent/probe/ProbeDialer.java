package io.emperor.devagent.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Opens connections without waiting for them, on the agent's threads. Only names are looked up on
 * threads of its own, because that waits. Thread safe.
 */
public final class ProbeDialer implements AutoCloseable {

  private static final int NAME_THREADS = 4;
  private static final long CONNECT_MILLIS = 30_000;

  private final Executor threads;
  private final ThreadPoolExecutor names;
  private final Selectors selectors;
  private final Tls verifying;
  private final Tls trusting;
  private volatile boolean closed;

  public ProbeDialer(Executor threads, Scheduler scheduler) {
    this.threads = threads;
    names =
        new ThreadPoolExecutor(
            NAME_THREADS,
            NAME_THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            ProbeDialer::nameThread,
            new ThreadPoolExecutor.DiscardPolicy()); // once closed
    names.allowCoreThreadTimeOut(true);
    selectors = new Selectors(threads, scheduler);
    verifying = Tls.verifying(threads);
    trusting = Tls.trusting(threads);
  }

  private static Thread nameThread(Runnable task) {
    Thread thread = new Thread(task, "dev-agent-names");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins, which waits for one of the threads: to be done by none of them. */
  void start() {
    LifeCycle.start(selectors);
  }

  /** Where what comes of a call is to be done. */
  Executor threads() {
    return threads;
  }

  /** Encryption, for whom it may be. */
  Tls tls(boolean trustsAnybody) {
    return trustsAnybody ? trusting : verifying;
  }

  void dial(ProbeConnection call) {
    (call.to().isNumeric() ? threads : names).execute(() -> resolve(call));
  }

  private void resolve(ProbeConnection call) {
    try {
      call.found(InetAddress.getAllByName(call.to().host()));
    } catch (UnknownHostException e) {
      call.hasNoAddress();
      return;
    }
    connect(call);
  }

  private void connect(ProbeConnection call) {
    try {
      SocketChannel channel = SocketChannel.open();
      call.attempt().use(channel);
      channel.configureBlocking(false);
      if (closed) {
        call.attempt().giveUp();
      } else if (channel.connect(call.address())) {
        selectors.accept(channel, call);
      } else {
        selectors.connect(channel, call);
      }
    } catch (IOException e) {
      failed(call, e);
    }
  }

  private void failed(ProbeConnection call, Throwable cause) {
    if (call.goesOnAfter(cause)) {
      connect(call);
    }
  }

  /** Ends all connections, and opens no more. */
  @Override
  public void close() {
    closed = true;
    names.shutdownNow();
    LifeCycle.stop(selectors);
    verifying.close();
    trusting.close();
  }

  private final class Selectors extends SelectorManager {

    Selectors(Executor threads, Scheduler scheduler) {
      super(threads, scheduler, 1);
      setConnectTimeout(CONNECT_MILLIS);
    }

    @Override
    protected EndPoint newEndPoint(
        SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      return new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object call) {
      return ((ProbeConnection) call).connected(endPoint);
    }

    @Override
    protected void connectionFailed(SelectableChannel channel, Throwable cause, Object call) {
      failed((ProbeConnection) call, cause);
    }
  }
}
