package io.emperor.http;

import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Error pages that tell a stranger what the app chose to say, and nothing of what it threw. */
final class TerseErrorHandler extends ErrorPageErrorHandler {

  TerseErrorHandler() {
    setShowStacks(false);
    setShowCauses(false);
    setShowOrigin(false);
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback)
      throws IOException {
    String said = cause == null ? message : HttpStatus.getMessage(code);
    super.generateResponse(request, response, code, said, null, callback);
  }
}
