package io.emperor.devagent.http;

import java.time.Duration;

/**
 * What keeps the agent's memory bounded.
 *
 * @param connections how many may be open
 * @param waiting how many queries may wait for news
 * @param idle after how long a silent connection is closed, unless its query waits
 * @param kept how many bytes the agent may know
 * @param passing how many bytes of requests and answers may be under way
 */
public record Limits(int connections, int waiting, Duration idle, long kept, long passing) {

  public static final Limits DEFAULT =
      new Limits(4_096, 4_000, Duration.ofSeconds(60), ofHeap(4), ofHeap(8));

  private static long ofHeap(int parts) {
    return Runtime.getRuntime().maxMemory() / parts;
  }
}
