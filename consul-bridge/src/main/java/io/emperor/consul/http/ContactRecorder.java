package io.emperor.consul.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Notes whenever an agent says something, be it no. */
record ContactRecorder(AgentReachability contact) implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      Response response = chain.proceed(chain.request());
      contact.spoke();
      return response;
    } catch (AgentRefusal refusal) {
      contact.spoke();
      throw refusal;
    }
  }
}
