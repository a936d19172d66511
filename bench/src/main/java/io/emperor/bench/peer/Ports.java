package io.emperor.bench.peer;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for apps, below those that outgoing connections and Consul's agents are given. */
final class Ports {

  private static final int FIRST = 10_000;
  private static final int COUNT = 9_000;
  private static final AtomicInteger turn =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private Ports() {}

  /** A free one, another with every call. */
  static int next() {
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + Math.floorMod(turn.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("all ports are taken");
  }

  private static boolean isFree(int port) {
    try {
      new ServerSocket(port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
