package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.membership.MembershipView;
import io.emperor.provisioning.InputsView;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /v1/membership}, as its description says it. */
@Timeout(60)
class MembershipApiTest {

  @TempDir Path directory;

  private AdminRig admin;
  private ApiDescription described;

  @BeforeEach
  void open() throws Exception {
    admin = new AdminRig(directory, null);
    described = ApiDescription.of(admin.json("/v1/openapi.json"));
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private HttpResponse<String> asked() throws Exception {
    HttpResponse<String> answer = admin.get("/v1/membership");
    described.holds("/v1/membership", "get", answer);
    return answer;
  }

  @Test
  void saysWhoIsInFilesAndWhatCameOfUpdates() throws Exception {
    admin.membership =
        new MembershipView(
            new InputsView(
                3,
                Instant.EPOCH,
                null,
                List.of(new InputsView.Source("serf 127.0.0.1:7373", null, "is away")),
                List.of(),
                List.of(),
                new InputsView.Followed(
                    List.of(new InputsView.Service("shop", "web", 2)),
                    List.of("member west has no tag"),
                    new InputsView.Updates(1, 2, 3, 4)),
                List.of("member west is left out")),
            true,
            5,
            "consul config/ via serf",
            true);

    JsonNode membership = AdminRig.json(asked());

    assertThat(membership.path("followed").path("services").path(0).path("instances").asInt())
        .isEqualTo(2);
    assertThat(membership.path("followed").path("updates").path("refused").asInt()).isEqualTo(4);
    assertThat(membership.path("handled").asInt()).isEqualTo(5);
    assertThat(membership.path("distributing").asBoolean()).isTrue();
    assertThat(membership.path("missing").path(0).asText()).isEqualTo("member west is left out");
  }

  @Test
  void saysSoWhereThereIsNothing() throws Exception {
    assertThat(asked().statusCode()).isEqualTo(404);
    admin.membership = new MembershipView(InputsView.NONE, false, 0, "", false);
    assertThat(AdminRig.json(asked()).path("followed").isNull()).isTrue();
  }
}
