package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes what the endpoint answers. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** What stands in a refusal. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Body(@JsonProperty String error, @JsonProperty @Nullable String emperor) {}

  public static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view that can't be written", e);
    }
  }

  public static void send(
      HttpServletRequest request, HttpServletResponse response, int status, Object value)
      throws IOException {
    byte[] body = (of(value) + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    AsyncAnswer.send(request, response, ByteBuffer.wrap(body));
  }

  /** What is answered to whom nobody has let in. */
  public static String refusal(String error) {
    return of(new Body(error, null)) + "\n";
  }

  public static void refuse(
      HttpServletRequest request, HttpServletResponse response, RequestRefusal refusal)
      throws IOException {
    if (refusal.status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    if (refusal.allow() != null) {
      response.setHeader("Allow", refusal.allow());
    }
    send(request, response, refusal.status(), new Body(refusal.error(), refusal.emperor()));
  }
}
