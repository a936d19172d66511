package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.Outcome;
import io.emperor.provisioning.program.OnChange;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningHaproxyTest {

  private static final OnChange RELOAD = OnChange.parse("exec:reload");
  private static final int SLOTS = 4;
  private static final Subscriptions SHOP = Subscriptions.of(List.of("shop"), List.of());

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private WebInstances instances;
  private HaproxyProcess haproxy;
  private FileCommit commit;
  private MembershipFiles files;

  @BeforeEach
  void begin() throws Exception {
    directory = directory.toRealPath();
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
    files = files();
    instances = new WebInstances(7);
    put(0, 1);
    haproxy = HaproxyProcess.start(directory);
  }

  @AfterEach
  void end() {
    instances.close();
    if (haproxy != null) { // it did not start otherwise
      haproxy.close();
    }
  }

  private MembershipFiles files() {
    return files(HaproxyProcess.socket(directory));
  }

  private MembershipFiles files(SocketAddress socket) {
    return new MembershipFiles(
        "shop",
        new FilesPlan(
            directory,
            EnumSet.of(FileFormat.HAPROXY),
            SHOP,
            Optional.empty(),
            new HaproxyPlan(Optional.of(socket), SLOTS, RELOAD),
            RELOAD));
  }

  private void put(int... indexes) throws InterruptedException {
    List<ProductInstance> all = IntStream.of(indexes).mapToObj(instances::instance).toList();
    Products products = new ProductsReader(SHOP).read(List.of(), all);
    assertThat(commit.commit(files.render(products).files()))
        .isInstanceOfSatisfying(
            Outcome.Committed.class, outcome -> assertThat(outcome.changes()).isEmpty());
  }

  /** Who answers, so often that each that can has had its turn, also among visitors. */
  private Set<Integer> serving() throws IOException, InterruptedException {
    Set<Integer> serving = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      HttpResponse<String> answer =
          http.send(Visitors.request(haproxy.url()), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      serving.add(Integer.parseInt(answer.body()));
    }
    return serving;
  }

  @Test
  void haproxyAcceptsTheFileBesideItsUsers() throws Exception {
    assertThat(haproxy.check()).isEqualTo("0");
    put();
    assertThat(haproxy.check()).isEqualTo("0");
    Products all = new ProductsReader(Cluster14.SUBSCRIPTIONS).read(Cluster14.peers(), List.of());
    var unused = commit.commit(files.render(all).files());
    assertThat(haproxy.check()).isEqualTo("0");
    assertThat(Files.readString(directory.resolve("haproxy_shop.cnf")))
        .contains("[2001:db8:20::33]:80");
  }

  @Test
  void aHundredChangesWithinTheSlotsNeedNoReloadAndLoseNoRequest() throws Exception {
    String worker = haproxy.worker();
    Random random = new Random(22);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 7).boxed().toList());
    List<Integer> before = List.of();
    try (Visitors visitors = new Visitors(haproxy.url())) {
      for (int changes = 0; changes < 100; ) {
        Collections.shuffle(order, random);
        List<Integer> next = order.subList(0, 1 + random.nextInt(SLOTS)).stream().sorted().toList();
        if (!next.equals(before)) {
          changes++;
          before = next;
          put(next.stream().mapToInt(Integer::intValue).toArray());
          assertThat(files.settle()).isEmpty();
          visitors.awaitMore(5);
        }
      }
      assertThat(serving()).isEqualTo(new TreeSet<>(before));
      assertThat(visitors.leave()).isEmpty();
      assertThat(visitors.answered).hasValueGreaterThan(500);
    }
    assertThat(haproxy.worker()).as("no reload").isEqualTo(worker);
    assertThat(haproxy.check()).isEqualTo("0");
  }

  @Test
  void aRequestOfWhoGoesIsFinished() throws Exception {
    put(0);
    assertThat(files.settle()).isEmpty();
    CompletableFuture<HttpResponse<String>> held =
        http.sendAsync(
            Visitors.request(haproxy.url() + "held"), HttpResponse.BodyHandlers.ofString());
    assertThat(instances.held.await(20, TimeUnit.SECONDS)).isTrue();
    put(5);
    assertThat(files.settle()).isEmpty();
    assertThat(serving()).containsExactly(5);
    instances.released.countDown();
    assertThat(held.get(20, TimeUnit.SECONDS).body()).isEqualTo("0");
    assertThat(held.get().statusCode()).isEqualTo(200);
    assertThat(serving()).as("no connection to who has gone is used again").containsExactly(5);
  }

  @Test
  void moreThanThereAreSlotsForNeedAReloadThatLosesNoRequest() throws Exception {
    try (Visitors visitors = new Visitors(haproxy.url())) {
      visitors.awaitMore(20);
      put(0, 1, 2, 3, 4, 5);
      assertThat(files.settle()).containsExactly(RELOAD);
      assertThat(files.isSettled()).isFalse();
      assertThat(serving()).as("who has a slot already").containsExactly(0, 1, 2, 3);
      haproxy.reload();
      assertThat(files.settle()).isEmpty();
      assertThat(files.isSettled()).isTrue();
      visitors.awaitMore(20);
      assertThat(serving()).containsExactly(0, 1, 2, 3, 4, 5);
      put(0, 6);
      assertThat(files.settle()).as("within the slots that there are now").isEmpty();
      assertThat(serving()).containsExactly(0, 6);
      assertThat(visitors.leave()).isEmpty();
    }
  }

  @Test
  void aReloadBySomebodyElseChangesNothing() throws Exception {
    put(3, 4, 5);
    assertThat(files.settle()).isEmpty();
    haproxy.reload();
    assertThat(serving()).containsExactly(3, 4, 5);
    assertThat(commands()).isEmpty();
  }

  @Test
  void whatHasChangedWhileNobodyLookedIsBroughtInOrder() throws Exception {
    assertThat(haproxy.ask("set server shop_web/slot1 addr 127.0.0.1 port 1")).contains("changed");
    assertThat(haproxy.ask("set server shop_web/slot2 state drain")).isBlank();
    assertThat(haproxy.ask("set server shop_web/slot3 state ready")).isBlank();
    assertThat(commands()).hasSize(3);
    files = files();
    put(0, 1);
    assertThat(files.settle()).isEmpty();
    assertThat(commands()).isEmpty();
    assertThat(serving()).containsExactly(0, 1);
  }

  @Test
  void aSocketThatMayChangeNothingIsToldOfAndAReloadAskedForOnce() throws Exception {
    files = files(HaproxyProcess.operatorSocket(directory));
    put(0, 1, 2);
    assertThatThrownBy(
            () ->
                new HaproxyRuntime(HaproxyProcess.operatorSocket(directory))
                    .bringTo(
                        HaproxyFile.read("shop", directory.resolve("haproxy_shop.cnf")).backends()))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("does not do \"set server shop_web/slot3 .*, and says: Permission.*");
    assertThat(files.settle()).containsExactly(RELOAD);
    assertThat(files.settle()).isEmpty();
    haproxy.reload();
    assertThat(files.settle()).isEmpty();
    assertThat(serving()).containsExactly(0, 1, 2);
    put(0, 1);
    assertThat(files.settle()).containsExactly(RELOAD);
  }

  private List<String> commands() throws IOException {
    HaproxyFile file = HaproxyFile.read("shop", directory.resolve("haproxy_shop.cnf"));
    String state = haproxy.ask("show servers state");
    return SlotChanges.between(file.backends(), ServerState.read(state)).commands();
  }
}
