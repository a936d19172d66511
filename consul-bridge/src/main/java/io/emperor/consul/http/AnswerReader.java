package io.emperor.consul.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Reads each answer whole, unless it is longer than any that is meant well, so that a cut in its
 * middle is seen here, and turns every answer that is no success into a {@link AgentRefusal}.
 * Answers are asked for as they are: agents are near, and packing an answer takes both sides longer
 * than its way.
 */
final class AnswerReader implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request().newBuilder().header("Accept-Encoding", "identity").build();
    Response response = chain.proceed(request);
    ResponseBody body = whole(response);
    if (response.isSuccessful()) {
      return response.newBuilder().body(body).build();
    }
    throw new AgentRefusal(response.code(), body.string(), response.headers());
  }

  private static ResponseBody whole(Response response) throws IOException {
    long limit = AnswerTooLong.limit();
    try (ResponseBody body = response.body()) {
      if (body.contentLength() > limit || body.source().request(limit + 1)) {
        throw new AnswerTooLong(limit);
      }
      return ResponseBody.create(body.source().readByteArray(), body.contentType());
    } catch (IOException e) {
      throw SentMark.isWrite(response.request()) ? new LostAnswer(e) : e;
    }
  }
}
