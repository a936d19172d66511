package io.emperor.consul.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Notes whenever an agent says something, be it no. */
record ContactRecorder(AgentReachability reachability) implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      Response response = chain.proceed(chain.request());
      reachability.spoke();
      return response;
    } catch (AgentRefusal refusal) {
      reachability.spoke();
      throw refusal;
    }
  }
}
