package io.emperor.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run of {@code wrk}, which has to be on the {@code PATH}: what it has said. */
public record Wrk(String said) {

  private static final Pattern PERCENTILE = Pattern.compile(" (\\d+)%\\s+([0-9.]+)(us|ms|s)");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern LOST =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  /** Asks for {@code /} as fast as it is answered, over 16 connections. */
  public static Wrk load(int port, int seconds) {
    return run(port, seconds, List.of());
  }

  /**
   * Asks as fast as it is answered, over 16 connections.
   *
   * @param lua what makes a request of its number {@code n}
   */
  public static Wrk load(int port, int seconds, String lua) {
    try {
      Path script = Files.createTempFile("wrk", ".lua");
      try {
        Files.writeString(script, "n = 0 request = function() n = n + 1 " + lua + " end");
        return run(port, seconds, List.of("-s", script.toString()));
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Wrk run(int port, int seconds, List<String> more) {
    List<String> command = new ArrayList<>(List.of("wrk", "-t1", "-c16", "-d" + seconds + "s"));
    command.addAll(more);
    command.addAll(List.of("--latency", "http://127.0.0.1:" + port + "/"));
    try {
      Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (wrk.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
      return new Wrk(said);
    } catch (IOException e) {
      throw new IllegalStateException("install wrk", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public long requests() {
    return number(REQUESTS, 1);
  }

  public double perSecond() {
    Matcher found = RATE.matcher(said);
    if (!found.find()) {
      throw new IllegalStateException(said);
    }
    return Double.parseDouble(found.group(1));
  }

  public long lost() {
    return number(LOST, 1) + number(LOST, 2) + number(LOST, 3) + number(LOST, 4) + number(BAD, 1);
  }

  /**
   * How long so many of a hundred requests took at most.
   *
   * @param percent 50, 75, 90 or 99
   * @return milliseconds
   */
  public double millisAt(int percent) {
    Matcher found = PERCENTILE.matcher(said);
    while (found.find()) {
      if (Integer.parseInt(found.group(1)) == percent) {
        return millis(Double.parseDouble(found.group(2)), found.group(3));
      }
    }
    throw new IllegalStateException(said);
  }

  private static double millis(double value, String unit) {
    return switch (unit) {
      case "us" -> value / 1000;
      case "ms" -> value;
      default -> value * 1000;
    };
  }

  private long number(Pattern pattern, int group) {
    Matcher found = pattern.matcher(said);
    return found.find() ? Long.parseLong(found.group(group)) : 0;
  }
}
