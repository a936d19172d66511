package io.emperor.consul.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Tells a write that may have reached the agent from one that did not. A network interceptor runs
 * once there is a connection: whatever fails from here on fails after sending has begun.
 */
final class SentMark implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      throw isWrite(chain.request()) ? new LostAnswer(e) : e;
    }
  }

  static boolean isWrite(Request request) {
    return !request.method().equals("GET");
  }
}
