package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;

/** The endpoint's own OpenAPI document, to which its answers are held. */
final class ApiDescription {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;

  private ApiDescription(JsonNode document) {
    this.document = document;
  }

  static ApiDescription of(JsonNode document) {
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    return new ApiDescription(document);
  }

  /** Whether an answer to such a request is described: its status, its type and its body. */
  void holds(String path, String method, HttpResponse<String> answer) throws IOException {
    JsonNode described =
        document
            .path("paths")
            .path(path)
            .path(method)
            .path("responses")
            .path(Integer.toString(answer.statusCode()));
    assertThat(described.isObject())
        .as("%s %s answers %d, as described", method, path, answer.statusCode())
        .isTrue();
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    JsonNode schema = described.path("content").path(type).path("schema");
    assertThat(schema.isObject()).as("%s of %s", type, described).isTrue();
    assertThat(complete(schema).validate(JSON.readTree(answer.body()))).as(answer.body()).isEmpty();
  }

  private Schema complete(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    return SCHEMAS.getSchema(whole);
  }
}
