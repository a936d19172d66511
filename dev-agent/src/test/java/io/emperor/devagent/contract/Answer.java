package io.emperor.devagent.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What an agent answered to one request. */
record Answer(HttpResponse<byte[]> response) {

  private static final ObjectMapper JSON = new ObjectMapper();

  int status() {
    return response.statusCode();
  }

  byte[] bytes() {
    return response.body();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  JsonNode json() {
    try {
      return JSON.readTree(bytes());
    } catch (IOException e) {
      throw new AssertionError("no JSON but " + this, e);
    }
  }

  /** The header's value; an empty word if there is none. */
  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  long index() {
    return Long.parseLong(header("X-Consul-Index"));
  }

  @Override
  public String toString() {
    return status() + " " + text();
  }
}
