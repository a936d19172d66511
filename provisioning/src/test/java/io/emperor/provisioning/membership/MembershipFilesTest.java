package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.Outcome;
import io.emperor.provisioning.program.OnChange;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipFilesTest {

  private static final OnChange HUP = OnChange.parse("signal:HUP");
  private static final OnChange USR2 = OnChange.parse("signal:USR2");
  private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH.plusSeconds(1_000_000));

  @TempDir Path directory;

  private FileCommit commit;
  private Path hosts;

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    hosts = directory.resolve("hosts");
    commit =
        new FileCommit(
            "shop",
            new Checks(
                command -> {
                  throw new AssertionError("no check is run");
                },
                Map.of(),
                directory,
                false));
  }

  private MembershipFiles files(HaproxyPlan haproxy) {
    return new MembershipFiles(
        "shop",
        new FilesPlan(
            directory,
            EnumSet.allOf(FileFormat.class),
            Cluster14.SUBSCRIPTIONS,
            Optional.of(hosts),
            haproxy,
            HUP));
  }

  private MembershipFiles files() {
    return files(new HaproxyPlan(Optional.empty(), 10, USR2));
  }

  private Outcome.Committed put(MembershipFiles files, Products products)
      throws InterruptedException {
    RenderedMembership rendered = files.render(products);
    assertThat(rendered.troubles()).isEmpty();
    return (Outcome.Committed) commit.commit(rendered.files());
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void putsAllFormatsInPlaceAndALinkBesideThem() throws Exception {
    MembershipFiles files = files();
    Files.writeString(hosts, "127.0.0.1 localhost\n");
    assertThat(put(files, Cluster14.products()).changes()).containsExactlyInAnyOrder(HUP, USR2);
    assertThat(files.settle()).isEmpty();
    assertThat(entries())
        .containsExactly(
            "fakedhosts.txt",
            "fakehosts.txt",
            "haproxy_billing.cnf",
            "haproxy_search.cnf",
            "haproxy_shop.cnf",
            "hosts",
            "services.json",
            "services.yml");
    assertThat(Files.readSymbolicLink(directory.resolve("fakehosts.txt")))
        .isEqualTo(Path.of("fakedhosts.txt"));
    String faked = Files.readString(directory.resolve("fakehosts.txt"));
    assertThat(hosts)
        .hasContent("127.0.0.1 localhost\n# BEGIN emperor shop\n" + faked + "# END emperor shop\n");
    JsonNode json = new ObjectMapper().readTree(directory.resolve("services.json").toFile());
    assertThat(new YAMLMapper().readTree(directory.resolve("services.yml").toFile()))
        .isEqualTo(json);
    assertThat(json.at("/shop/web").size()).isEqualTo(3);
  }

  @Test
  void aThousandLooksWithoutAChangeWriteNothing() throws Exception {
    MembershipFiles files = files();
    List<Peer> peers = new ArrayList<>(Cluster14.peers());
    ProductsReader reader = new ProductsReader(Cluster14.SUBSCRIPTIONS);
    assertThat(put(files, reader.read(peers, List.of())).changed()).hasSize(7);
    files.settle();
    for (String name : entries()) {
      Files.setLastModifiedTime(directory.resolve(name), LONG_AGO);
    }
    Files.setLastModifiedTime(directory, LONG_AGO);
    for (int i = 0; i < 1000; i++) {
      Collections.rotate(peers, 1);
      assertThat(put(files, reader.read(peers, List.of())).changed()).isEmpty();
      assertThat(files.settle()).isEmpty();
    }
    assertThat(Files.getLastModifiedTime(directory)).isEqualTo(LONG_AGO);
    for (String name : entries()) {
      assertThat(Files.getLastModifiedTime(directory.resolve(name))).isEqualTo(LONG_AGO);
    }
  }

  @Test
  void onlyWhatAChangeConcernsIsWritten() throws Exception {
    put(files(), Cluster14.products());
    List<Peer> peers = new ArrayList<>(Cluster14.peers());
    peers.removeIf(peer -> peer.name().equals("search-1"));
    Products fewer = new ProductsReader(Cluster14.SUBSCRIPTIONS).read(peers, List.of());
    assertThat(put(files(), fewer).destinations())
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrder(
            "hosts", "fakedhosts.txt", "services.json", "services.yml", "haproxy_search.cnf");
  }

  @Test
  void aProductThatIsGoneKeepsItsBackends() throws Exception {
    put(files(), Cluster14.products());
    String before = Files.readString(directory.resolve("haproxy_shop.cnf"));
    put(files(), Products.NONE);
    assertThat(directory.resolve("services.json")).hasContent("{}\n");
    assertThat(directory.resolve("haproxy_shop.cnf"))
        .content()
        .isEqualTo(before.replaceAll("(slot[0-9]+) .*", "$1 127.0.0.1:1 disabled"));
  }

  @Test
  void theOthersAreWrittenWhereOneCantBe() throws Exception {
    Files.createSymbolicLink(directory.resolve("services.yml"), Path.of("elsewhere"));
    Files.createDirectory(directory.resolve("haproxy_shop.cnf"));
    Files.writeString(hosts, "# END emperor shop\n");
    RenderedMembership rendered = files().render(Cluster14.products());
    assertThat(rendered.troubles())
        .containsExactlyInAnyOrder(
            directory + "/services.yml: is no file, but a link, a directory or a device; remove it",
            directory
                + "/haproxy_shop.cnf: is no file, but a link, a directory or a device; remove it",
            hosts
                + ": has the line \"# END emperor shop\" without the one that begins it: which"
                + " lines are ours can't be told; remove the marks");
    Outcome outcome = commit.commit(rendered.files());
    assertThat(((Outcome.Committed) outcome).changed()).hasSize(4);
    assertThat(directory.resolve("elsewhere")).doesNotExist();
    assertThat(hosts).hasContent("# END emperor shop\n");
    assertThat(directory.resolve("services.json")).content().contains("web-3");
  }

  @Test
  void whatHasTheLinksNameIsLeftAlone() throws Exception {
    Path link = directory.resolve("fakehosts.txt");
    Files.writeString(link, "mine");
    MembershipFiles files = files();
    put(files, Cluster14.products());
    assertThat(files.settle()).isEmpty();
    assertThat(link).hasContent("mine");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("/dev/null"));
    assertThat(files.settle()).isEmpty();
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("/dev/null"));
    Files.delete(link);
    assertThat(files.settle()).isEmpty();
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("fakedhosts.txt"));
  }

  @Test
  void haproxyThatCantBeSpokenToHasToReadItsFilesOnce() throws Exception {
    UnixDomainSocketAddress nobody = UnixDomainSocketAddress.of(directory.resolve("none.sock"));
    MembershipFiles files = files(new HaproxyPlan(Optional.of(nobody), 10, USR2));
    assertThat(put(files, Cluster14.products()).changes()).containsExactly(HUP);
    assertThat(files.settle()).isEqualTo(Set.of(USR2));
    put(files, Cluster14.products());
    assertThat(files.settle()).isEmpty();
    put(files, Products.NONE);
    assertThat(files.settle()).isEqualTo(Set.of(USR2));
  }

  @Test
  void aThousandMembersAreAllThere() throws Exception {
    List<Peer> peers =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    new Peer(
                        "node-" + i,
                        "10.1." + i / 250 + "." + (1 + i % 250),
                        Map.of(
                            "products", "shop",
                            "shop.service_type", "web:metrics",
                            "shop.web.service_port", "8080",
                            "shop.metrics.service_port", "9100")))
            .toList();
    put(files(), new ProductsReader(Cluster14.SUBSCRIPTIONS).read(peers, List.of()));
    JsonNode json = new ObjectMapper().readTree(directory.resolve("services.json").toFile());
    assertThat(json.at("/shop/web").size()).isEqualTo(1000);
    assertThat(json.at("/shop/metrics").size()).isEqualTo(1000);
    assertThat(Files.readAllLines(directory.resolve("haproxy_shop.cnf")))
        .filteredOn(line -> line.startsWith("    server ") && !line.endsWith("disabled"))
        .hasSize(2000)
        .doesNotHaveDuplicates();
    assertThat(Files.readAllLines(directory.resolve("fakedhosts.txt"))).hasSize(8);
  }
}
