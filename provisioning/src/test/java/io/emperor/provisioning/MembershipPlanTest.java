package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.DistributionPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that says what an emperor does for programs that are no vassals. */
class MembershipPlanTest {

  @TempDir Path directory;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(directory.resolve("conf"));
    Files.createDirectories(directory.resolve("handlers"));
  }

  private MembershipPlan read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("members.yaml"), text);
    return new InputsReader(word -> Duration.ofSeconds(Long.parseLong(word)), "/usr/bin")
        .readMembership(file);
  }

  private List<String> problems(String text) {
    return catchThrowableOfType(InvalidInputException.class, () -> read(text)).problems();
  }

  @Test
  void readsWhatTheDocumentationShows() throws IOException {
    MembershipPlan plan =
        read(
            """
            sources:
              - serf: {agent: "127.0.0.1:7373", auth-file: serf.key}
            files: {directory: conf/, formats: [json, hosts], subscribe: [shop], observe: [billing]}
            handlers: {directory: handlers/, roles: [web], limit: "5"}
            distribute: {consul: config/, via: serf}
            """);

    assertThat(plan.inputs().serf().orElseThrow().address()).hasToString("127.0.0.1:7373");
    assertThat(plan.inputs().serf().orElseThrow().keyFile())
        .contains(directory.resolve("serf.key"));
    assertThat(plan.inputs().needCluster()).as("serf tells").isFalse();
    assertThat(plan.inputs().destinations())
        .contains(
            directory.resolve("conf/services.json"), directory.resolve("conf/fakedhosts.txt"));
    assertThat(plan.handlers().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plan.distribution())
        .isEqualTo(
            Optional.of(
                new DistributionPlan(
                    DistributionPlan.Store.CONSUL, "config/", Carrier.SERF_EVENT)));
    assertThat(plan.distribution().orElseThrow().name()).isEqualTo("consul config/");
  }

  @Test
  void withoutSerfConsulTells() throws IOException {
    MembershipPlan plan = read("files: {directory: conf, subscribe: [shop]}\n");
    assertThat(plan.inputs().needCluster()).isTrue();
    assertThat(plan.distribution()).isEmpty();
  }

  @Test
  void aPasswordOfEtcdIsInNoName() throws IOException {
    DistributionPlan plan =
        read("distribute: {etcd: 'http://me:geheim@etcd:2379/config/'}")
            .distribution()
            .orElseThrow();
    assertThat(plan.name()).contains("etcd").doesNotContain("geheim");
    assertThat(plan.via()).isEqualTo(Carrier.CONSUL_EVENT);
  }

  @Test
  void tellsAllThatIsWrongWithItsLine() {
    assertThat(
            problems(
                """
                sources:
                  - serf: "127.0.0.1:x"
                  - serf: {agent: "127.0.0.1", key: secret}
                files: {directory: nowhere, subscribe: [../../etc], formats: [xml]}
                handlers: {directory: conf/, rolls: [web]}
                distribute: {consul: a/, etcd: b, via: serv}
                """))
        .allMatch(line -> line.contains("/members.yaml:"))
        .noneMatch(line -> line.contains("secret"))
        .anySatisfy(line -> assertThat(line).contains(":2: sources[0].serf", "HOST:PORT"))
        .anySatisfy(line -> assertThat(line).contains(":3: sources[1].serf", "auth-file"))
        .anySatisfy(line -> assertThat(line).contains(":4: files.directory"))
        .anySatisfy(line -> assertThat(line).contains(":4: files.subscribe"))
        .anySatisfy(line -> assertThat(line).contains(":4: files.formats"))
        .anySatisfy(line -> assertThat(line).contains(":5: handlers.rolls", "roles"))
        .anySatisfy(line -> assertThat(line).contains(":6: distribute needs one place"))
        .anySatisfy(line -> assertThat(line).contains(":6: distribute.via", "serf"));
  }

  @Test
  void serfSendsOnlyWhereItIsASource() {
    assertThat(problems("distribute: {consul: a/, via: serf}"))
        .singleElement()
        .asString()
        .endsWith(
            "/members.yaml:1: distribute.via is serf, and no source is; write - serf:"
                + " 127.0.0.1:7373 below sources");
    assertThat(problems("distribute: {etcd: nowhere}"))
        .singleElement()
        .asString()
        .contains("/members.yaml:1: distribute.etcd ");
    assertThat(problems("distribute: [a]"))
        .singleElement()
        .asString()
        .endsWith("/members.yaml:1: distribute is no map; write {consul: config/, via: consul}");
  }
}
