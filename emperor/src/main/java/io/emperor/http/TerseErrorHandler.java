package io.emperor.http;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.server.Request;

/** Error pages that tell a stranger the status and nothing about the inside. */
final class TerseErrorHandler extends ErrorPageErrorHandler {

  TerseErrorHandler() {
    setShowStacks(false);
    setShowCauses(false);
    setShowOrigin(false);
  }

  @Override
  protected void writeErrorHtmlBody(
      Request request, Writer writer, int code, String message, Throwable cause)
      throws IOException {
    writer.write(
        "<h1>" + code + " " + org.eclipse.jetty.http.HttpStatus.getMessage(code) + "</h1>\n");
  }

  @Override
  protected void writeErrorHtmlMeta(Request request, Writer writer, Charset charset)
      throws IOException {
    writer.write("<meta charset=\"" + charset.name() + "\">\n");
  }
}
