package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.source.Cluster.Answers;
import io.emperor.provisioning.source.Cluster.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys and the services that sources make of what a cluster says. */
class ClusterSourcesTest {

  private static final Instance FIRST = new Instance("pg-1", "10.0.0.1", 5432, List.of("rw"));
  private static final Instance SECOND = new Instance("pg-2", "10.0.0.2", 5433, List.of());

  private final FakeCluster cluster = new FakeCluster();
  private final HeardSource heard = new HeardSource();

  @ParameterizedTest
  @CsvSource({
    "config/shop/, config/shop/, consul config/shop/",
    "/config/shop, config/shop/, consul config/shop/",
    "'', '', consul /",
    "/, '', consul /",
  })
  void aPrefixIsAFolder(String written, String asked, String name) {
    ConsulSource source = new ConsulSource(cluster, written, true);
    source.open(heard);
    assertThat(cluster.keys).containsOnlyKeys(asked);
    assertThat(source.name()).isEqualTo(name);
    assertThat(source.isText()).isTrue();
  }

  @Test
  void keysAreToldAndThatNobodyKnowsThemIs() {
    ConsulSource source = new ConsulSource(cluster, "a", true);
    source.open(heard);
    Answers<List<Cluster.Key>> answers = cluster.below("a/");
    answers.now(List.of(new Cluster.Key("a/b", "1")));
    answers.fails("no agent answers");
    answers.now(List.of(new Cluster.Key("a/b", "1"), new Cluster.Key("a/b/c", "hunter2")));
    assertThat(heard.all())
        .containsExactly(
            "{\"b\":\"1\"}",
            "no agent answers",
            "can't be used: key a/b is both a value and a folder, by a/b and a/b/c; remove one");
    source.close();
    source.close();
    answers.now(List.of());
    answers.fails("late");
    assertThat(heard.all()).hasSize(3);
    assertThat(cluster.keys).isEmpty();
  }

  @Test
  void servicesAreToldOnceEachOfThemIsKnown() {
    ServicesSource source = new ServicesSource(cluster, List.of("postgres", "redis", "postgres"));
    source.open(heard);
    cluster.of("postgres").now(List.of(FIRST, SECOND));
    assertThat(heard.all()).isEmpty();
    cluster.of("redis").now(List.of());
    assertThat(heard.all())
        .containsExactly(
            "{\"postgres\":{\"instances\":["
                + "{\"id\":\"pg-1\",\"address\":\"10.0.0.1\",\"port\":5432,\"tags\":[\"rw\"]},"
                + "{\"id\":\"pg-2\",\"address\":\"10.0.0.2\",\"port\":5433,\"tags\":[]}],"
                + "\"address\":\"10.0.0.1\",\"port\":5432}}");
    cluster.of("postgres").now(List.of());
    assertThat(heard.last()).isEqualTo("{}");
    assertThat(source.name()).isEqualTo("services postgres, redis");
    assertThat(source.isText()).isFalse();
  }

  @Test
  void aServiceThatCanNotBeReadIsNamedUntilItCan() {
    ServicesSource source = new ServicesSource(cluster, List.of("postgres", "redis"));
    source.open(heard);
    cluster.of("redis").fails("no agent answers");
    cluster.of("postgres").now(List.of());
    assertThat(heard.last()).isEqualTo("redis: no agent answers");
    cluster.of("redis").now(List.of());
    assertThat(heard.last()).isEqualTo("{}");
    source.close();
    assertThat(cluster.services).isEmpty();
  }

  @Test
  void noServicesAreKnownAtOnce() {
    new ServicesSource(cluster, List.of()).open(heard);
    assertThat(heard.all()).containsExactly("{}");
  }
}
