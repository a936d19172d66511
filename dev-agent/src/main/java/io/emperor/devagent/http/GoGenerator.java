package io.emperor.devagent.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.jspecify.annotations.Nullable;

/** Writes status lines in Go's words, and to a client of HTTP/1.0 with that version. */
final class GoGenerator extends HttpGenerator {

  private static final int MINOR_VERSION = "HTTP/1.".length();

  @Override
  public Result generateResponse(
      MetaData.@Nullable Response info,
      boolean head,
      @Nullable ByteBuffer header,
      @Nullable ByteBuffer chunk,
      @Nullable ByteBuffer content,
      boolean last)
      throws IOException {
    if (info == null || header == null || !isState(State.START)) {
      return super.generateResponse(info, head, header, chunk, content, last);
    }
    Result result = super.generateResponse(worded(info), head, header, chunk, content, last);
    if (result == Result.FLUSH && info.getHttpVersion() == HttpVersion.HTTP_1_0) {
      header.put(header.position() + MINOR_VERSION, (byte) '0');
    }
    return result;
  }

  private static MetaData.Response worded(MetaData.Response info) {
    String reason =
        switch (info.getStatus()) {
          case 413 -> "Request Entity Too Large";
          case 500 -> "Internal Server Error";
          default -> info.getReason();
        };
    return new MetaData.Response(
        info.getStatus(),
        reason,
        info.getHttpVersion(),
        info.getHttpFields(),
        info.getContentLength(),
        info.getTrailersSupplier());
  }
}
