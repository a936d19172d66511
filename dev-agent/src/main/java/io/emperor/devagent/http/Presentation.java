package io.emperor.devagent.http;

import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.HttpError;
import java.util.LinkedHashMap;
import java.util.Map;

/** What answers have in common, whatever they are about: it differs from version to version. */
public final class Presentation {

  private static final Map<String, String> VARY = Map.of("Vary", "Accept-Encoding");

  private final ConsulProfile profile;

  public Presentation(ConsulProfile profile) {
    this.profile = profile;
  }

  /** A refusal in this version's words. */
  Answer of(HttpError error) {
    return profile.isModern() && error.text().startsWith(HttpError.BAD_REQUEST)
        ? Answer.text(error.status(), error.text().substring(HttpError.BAD_REQUEST.length()))
        : Answer.of(error);
  }

  /** An answer with the headers that every endpoint's has. */
  Answer complete(Answer answer) {
    if (!profile.isModern()) {
      return answer.with(VARY);
    }
    Map<String, String> headers = new LinkedHashMap<>(VARY);
    headers.put("X-Consul-Default-Acl-Policy", "allow");
    headers.put("Content-Type", "application/json");
    if (answer.headers().keySet().containsAll(BlockingRead.meta(1, true).keySet())) {
      headers.put(BlockingRead.BACKEND, "blocking-query");
    }
    headers.putAll(answer.headers());
    return new Answer(answer.status(), headers, answer.body());
  }

  /** What is answered where nothing is served. */
  Answer unknown(String path) {
    Answer answer = Unknown.answer(path);
    if (!profile.isModern() || answer.status() != 404) {
      return answer;
    }
    return Answer.text(
        404,
        path.contains("/v1/")
            ? "Invalid URL path: not a recognized HTTP API endpoint\n"
            : "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with"
                + " '/v1/'\n");
  }
}
