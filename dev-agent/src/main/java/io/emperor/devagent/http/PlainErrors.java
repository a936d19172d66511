package io.emperor.devagent.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What is no HTTP gets a line of text and nothing of what went wrong inside. */
public final class PlainErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Connection", "close");
    if (status == HttpStatus.EXPECTATION_FAILED_417) {
      headers.put("Content-Length", 0);
      response.write(true, null, callback);
      return true;
    }
    headers.put("Content-Type", "text/plain; charset=utf-8");
    String text = status + " " + HttpStatus.getMessage(status);
    Content.Sink.write(response, true, text, callback);
    return true;
  }
}
