package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.source.Cluster.Answers;
import io.emperor.provisioning.source.Cluster.Instance;
import io.emperor.provisioning.source.Cluster.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The products that services of Consul belong to. */
class ProductsSourceTest {

  private static final Service TAGGED = new Service("web", List.of("blue", "product=shop"));
  private static final Service OTHER = new Service("db", List.of());

  private final FakeCluster cluster = new FakeCluster();
  private final HeardSource heard = new HeardSource();
  private final ProductsSource source = new ProductsSource(cluster);

  @BeforeEach
  void open() {
    source.open(heard);
  }

  private Answers<List<Service>> list() {
    return Objects.requireNonNull(cluster.list);
  }

  private static Instance instance(String id, List<String> tags, Map<String, String> meta) {
    return new Instance(id, "10.0.0.1", 80, tags, "node", meta);
  }

  @Test
  void tagsAndMetadataNameProductsAndAllIsToldOnceItIsKnown() {
    list().now(List.of(OTHER, TAGGED));
    cluster
        .of("web")
        .now(
            List.of(
                instance("web-1", List.of("product=shop", "product=blog"), Map.of()),
                instance("web-2", List.of(), Map.of())));
    assertThat(heard.all()).isEmpty();
    cluster.of("db").now(List.of(instance("db-1", List.of(), Map.of("product", "shop"))));
    assertThat(heard.last())
        .isEqualTo(
            "{\"products\":{"
                + "\"shop\":{\"db\":{\"db-1\":{\"address\":\"10.0.0.1\",\"port\":80}},"
                + "\"web\":{\"web-1\":{\"address\":\"10.0.0.1\",\"port\":80}}},"
                + "\"blog\":{\"web\":{\"web-1\":{\"address\":\"10.0.0.1\",\"port\":80}}}}}");
  }

  @Test
  void aServiceThatIsGoneIsWatchedNoMoreAndOneThatIsNewIsToldWhenItIsKnown() {
    list().now(List.of(TAGGED));
    cluster.of("web").now(List.of(instance("web-1", List.of("product=shop"), Map.of())));
    list().now(List.of(OTHER));
    assertThat(cluster.services).containsOnlyKeys("db");
    assertThat(heard.last()).isEqualTo("{\"products\":{}}");
    cluster.of("db").now(List.of(instance("db-1", List.of(), Map.of("product", "shop"))));
    assertThat(heard.last()).contains("db-1");
  }

  @Test
  void noProductIsKnownWhereThereIsNoService() {
    list().now(List.of());
    assertThat(heard.all()).containsExactly("{\"products\":{}}");
  }

  @Test
  void whatCanNotBeReadIsNamedAndWhatWasKnownStays() {
    list().now(List.of(TAGGED));
    cluster.of("web").now(List.of(instance("web-1", List.of("product=shop"), Map.of())));
    cluster.of("web").fails("no agent answers");
    assertThat(heard.last()).isEqualTo("web: no agent answers");
    list().fails("no leader");
    assertThat(heard.all()).hasSize(3);
    assertThat(cluster.services).containsOnlyKeys("web");
  }

  @Test
  void ofManyServicesWithoutATagSomeAreLookedAtAndOfThoseWithOneAll() {
    Stream<Service> plain = IntStream.range(0, 70).mapToObj(i -> new Service("s" + i, List.of()));
    Stream<Service> tagged =
        IntStream.range(0, 70).mapToObj(i -> new Service("t" + i, List.of("product=p")));
    list().now(Stream.concat(plain, tagged).toList());
    assertThat(cluster.services).hasSize(64 + 70);
  }

  @Test
  void nothingIsToldOrWatchedOnceItIsClosed() {
    list().now(List.of(TAGGED));
    Answers<List<Instance>> web = cluster.of("web");
    source.close();
    web.now(List.of());
    assertThat(heard.all()).isEmpty();
    assertThat(cluster.services).isEmpty();
    assertThat(cluster.list).isNull();
  }
}
