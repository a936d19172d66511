package io.emperor.consul;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Answers that are meant to fill whoever reads them: a gigabyte each, as long as it is taken. */
final class Flood {

  private static final long GIGABYTE = 1 << 30;
  private static final byte[] PIECE = new byte[1 << 16];

  static {
    Arrays.fill(PIECE, (byte) '[');
  }

  private Flood() {}

  /** Answers one request so, and then there is nothing more to say on that connection. */
  static void answer(Fault.Kind way, OutputStream out) throws IOException {
    switch (way) {
      case ENDLESS_HEADER -> {
        write(out, "HTTP/1.1 200 OK\r\nX-Consul-Index: ");
        fill(out);
      }
      case GZIP_BOMB -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n");
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
          fill(packed);
        }
      }
      default -> {
        write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        fill(out);
      }
    }
    out.close();
  }

  private static void write(OutputStream out, String head) throws IOException {
    out.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static void fill(OutputStream out) throws IOException {
    for (long left = GIGABYTE; left > 0; left -= PIECE.length) {
      out.write(PIECE);
    }
  }
}
