package io.emperor.consul;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One client's connection to a {@link FaultProxy}, request by request. */
final class FaultyConnection {

  private static final int CONNECT_MILLIS = 1_000;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final FaultProxy proxy;
  private final Socket client;
  private volatile @Nullable Socket agent;
  private volatile boolean meant; // whether the fault is meant for the request under way
  private final AtomicInteger sent = new AtomicInteger(); // of the answer that is under way

  FaultyConnection(FaultProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  void run() {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      for (byte[] request = read(in); request.length > 0; request = read(in)) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        proxy.seen(text.lines().findFirst().orElse(""));
        meant = proxy.isFor(text);
        handle(request);
      }
    } catch (IOException e) {
      // Either side is gone.
    } finally {
      close();
      proxy.ended(this);
    }
  }

  /** A whole request with its body; nothing at the end of the connection. */
  private static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head = "";
    while (!head.endsWith(END_OF_HEAD)) {
      int next = in.read();
      if (next < 0) {
        return new byte[0];
      }
      request.write(next);
      head = next == '\n' ? request.toString(StandardCharsets.ISO_8859_1) : head;
    }
    request.write(in.readNBytes(bodyLength(head)));
    return request.toByteArray();
  }

  private static int bodyLength(String head) throws IOException {
    for (String line : head.toLowerCase(Locale.ROOT).lines().toList()) {
      if (line.startsWith("transfer-encoding:")) {
        throw new IOException("a request in chunks is not understood here");
      }
      if (line.startsWith("content-length:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return 0;
  }

  private void handle(byte[] request) throws IOException {
    Fault fault = meant ? proxy.fault() : Fault.pass();
    switch (fault.kind()) {
      case REFUSE -> close();
      case SILENT -> {}
      case STATUS -> answer(fault.amount());
      case DELAY -> {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(fault.amount()));
        forward(request);
      }
      case ENDLESS_BODY, ENDLESS_HEADER, GZIP_BOMB ->
          Flood.answer(fault.kind(), client.getOutputStream());
      case PASS, SWALLOW, CUT -> forward(request);
    }
  }

  private void answer(int status) throws IOException {
    String body = "status " + status + " by a fault";
    String head = "HTTP/1.1 " + status + " Fault\r\nContent-Length: " + body.length();
    write(client.getOutputStream(), (head + END_OF_HEAD + body).getBytes(StandardCharsets.UTF_8));
  }

  private void forward(byte[] request) throws IOException {
    sent.set(0);
    Socket to = agent;
    if (to == null) {
      to = new Socket();
      agent = to;
      to.connect(proxy.target(), CONNECT_MILLIS);
      InputStream answers = to.getInputStream();
      Thread unused = FaultProxy.daemon(() -> copy(answers), "fault-proxy-answers");
    }
    write(to.getOutputStream(), request);
  }

  private void copy(InputStream answers) {
    byte[] bytes = new byte[16_384];
    try {
      for (int count = answers.read(bytes); count >= 0; count = answers.read(bytes)) {
        pass(bytes, count);
      }
    } catch (IOException e) {
      // Either side is gone.
    } finally {
      close();
    }
  }

  private void pass(byte[] bytes, int count) throws IOException {
    Fault fault = meant ? proxy.fault() : Fault.pass();
    switch (fault.kind()) {
      case SILENT, SWALLOW, STATUS, ENDLESS_BODY, ENDLESS_HEADER, GZIP_BOMB -> {}
      case REFUSE -> close();
      case CUT -> {
        int before = sent.getAndAdd(count);
        int allowed = Math.min(count, fault.amount() - before);
        client.getOutputStream().write(bytes, 0, Math.max(0, allowed));
        if (before + count >= fault.amount()) {
          close();
        }
      }
      case PASS, DELAY -> {
        client.getOutputStream().write(bytes, 0, count);
        sent.addAndGet(count);
      }
    }
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Ends both sides. Further calls do nothing. */
  void close() {
    quietly(client);
    Socket to = agent;
    if (to != null) {
      quietly(to);
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more in any case.
    }
  }
}
