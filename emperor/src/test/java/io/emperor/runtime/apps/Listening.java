package io.emperor.runtime.apps;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A program that takes connections at an address and a port, for so many milliseconds. */
public final class Listening {

  private static final int FAILED = 3;

  private Listening() {}

  /** Prints its port once it is open. */
  public static void main(String[] args) throws IOException {
    InetAddress address = InetAddress.getByName(args[0]);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
    try (ServerSocket socket = new ServerSocket(Integer.parseInt(args[1]), 0, address)) {
      System.out.println(socket.getLocalPort());
      while (System.nanoTime() - end < 0) {
        socket.setSoTimeout(1 + (int) TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        socket.accept().close();
      }
    } catch (SocketTimeoutException e) {
      System.exit(FAILED);
    }
    System.exit(FAILED);
  }
}
