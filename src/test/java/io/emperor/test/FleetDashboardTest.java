package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The dashboard's page for the fleet: three real emperors over one agent, in a real browser. */
class FleetDashboardTest {

  private static final String PROGRAM = "command: [sleep, '600']\ncheck-tcp: none\n";
  private static final List<String> NAMES = List.of("east", "north", "west");

  @TempDir static Path directory;

  private static Browser browser;
  private static ConsulAgentProcess agent;
  private static final Map<String, EmperorProcess> fleet = new TreeMap<>();

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
    agent = ConsulAgentProcess.start();
    for (String name : NAMES) {
      fleet.put(name, emperor(name));
    }
    drop("shop", PROGRAM + "instances: 3\nmax-per-emperor: 1\n");
  }

  private static EmperorProcess emperor(String name) throws IOException {
    Path vassals = Files.createDirectories(directory.resolve(name));
    return EmperorProcess.start(
        directory.resolve(name + "-data"),
        Map.of("EMPEROR_LABEL", "zone=" + name.charAt(0)),
        "--consul-agent",
        agent.httpAddress(),
        "--vassals",
        vassals.toString(),
        "--vassal-set",
        "drain=0s",
        "--admin",
        "127.0.0.1:" + FreePort.find(), // one that is known before it begins: others link to it
        "--name",
        name);
  }

  @AfterAll
  static void stop() {
    fleet.values().forEach(EmperorProcess::close);
    if (agent != null) {
      agent.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    browser.open(DashboardTest.address(member("east")) + "/#/fleet");
    browser.says("#link", "live");
    browser.says("#fleet-page h1", "Fleet default");
    for (String name : NAMES) {
      browser.says(cell("shop", name), "shop@", "running");
    }
  }

  @AfterEach
  void leave() throws IOException {
    List<String> errors = browser.errors();
    browser.leave();
    browser.dark(false);
    browser.window(1280, 900);
    for (String vassal : List.of("lonely", "mail")) {
      withdraw(vassal);
    }
    assertThat(errors).isEmpty();
  }

  private static void drop(String vassal, String yaml) {
    for (String name : NAMES) {
      Path unused = AppJar.drop(yaml, directory.resolve(name).resolve(vassal + ".yaml"));
    }
  }

  private static void withdraw(String vassal) throws IOException {
    for (String name : NAMES) {
      boolean unused = Files.deleteIfExists(directory.resolve(name).resolve(vassal + ".yaml"));
    }
  }

  private static EmperorProcess member(String name) {
    return Objects.requireNonNull(fleet.get(name));
  }

  private static int moves(String emperor, String reason) {
    int port = URI.create(DashboardTest.address(member(emperor))).getPort();
    String sample = "emperor_fleet_moves_total{reason=\"" + reason + "\"} ";
    return Http.get(port, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(sample))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(sample.length())))
        .sum();
  }

  private static String row(String vassal) {
    return "#grid tr:has([aria-label='Scale %s'])".formatted(vassal);
  }

  private static String cell(String vassal, String emperor) {
    return row(vassal) + " td[data-title='" + emperor + "']";
  }

  private static String card(String emperor) {
    return "#members li:has([aria-label$=' %s'])".formatted(emperor);
  }

  @Test
  void showsWhoHasWhatAndWhyNobodyHasTheRest() throws Exception {
    drop("lonely", PROGRAM + "instances: 2\nnode-selector: {zone: nowhere}\n");

    browser.says("#fleet-sum", "3 of 5 instances passing, 2 pending", "3 emperors");
    browser.says(
        cell("lonely", "pending"),
        "@0–1: east has not the label zone=nowhere; north has not the label zone=nowhere; west");
    for (String name : List.of("north", "west")) {
      String there = DashboardTest.address(member(name)).replaceFirst("/$", "");
      List<?> links =
          (List<?>)
              browser.ask("return [...document.querySelectorAll('#grid a')].map((a) => a.href)");
      assertThat(links)
          .anyMatch(link -> link.equals(there + "/"))
          .anyMatch(link -> link.toString().startsWith(there + "/#/vassals/shop%40"));
    }

    browser.press(cell("shop", "east") + " a");
    browser.says("#vassal-page h1", "shop@");
    browser.says("#state", "running");
    browser.press("nav a[href='#/fleet']");
    browser.says(cell("shop", "east"), "running");
    assertThat(browser.isFocused("#fleet-page h1")).isTrue();
    assertThat(browser.ask("return document.title")).isEqualTo("Fleet – emperor east");

    fits();
    withdraw("lonely");
    browser.lacks(row("lonely"));
    browser.says("#fleet-sum", "3 of 3 instances passing, 3 emperors");
  }

  /** A telephone and a desk, with what was there before. */
  private static void fits() {
    for (boolean dark : new boolean[] {false, true}) {
      browser.dark(dark);
      browser.window(360, 740);
      browser.says(cell("lonely", "pending"), "zone=nowhere");
      assertThat(browser.beyondTheEdge()).isZero();
      assertThat(browser.barriers()).isEmpty();
      browser.window(1280, 900);
      assertThat(browser.beyondTheEdge()).isZero();
      assertThat(browser.barriers()).isEmpty();
    }
  }

  @Test
  void drainsAndScalesAndFollowsWhatComesOfIt() throws Exception {
    drop("mail", PROGRAM + "instances: 3\n");
    for (String name : NAMES) {
      browser.says(cell("mail", name), "mail@", "running");
    }

    browser.press("[aria-label='Drain west']");
    browser.says("#confirm", "Drain west?", "hands its 2 instances over");
    browser.press("#confirm [value=yes]");
    browser.says("#fleet-outcome", "west is drained and hands over: it has 1 instance still.");
    browser.says(card("west"), "drained", "1 instance");
    browser.says("#grid thead", "drained");
    browser.says("#fleet-sum", "6 of 6 instances passing, 3 emperors, 1 of them drained");
    assertThat(browser.count(cell("mail", "west") + " li")).isZero();
    assertThat(moves("west", "drained")).isEqualTo(1);

    browser.tabTo("[aria-label='Scale mail']");
    browser.type(Keys.ENTER);
    browser.has("#scale-number");
    browser.type("4", Keys.ENTER);
    browser.says("#fleet-outcome", "mail has 4 instances.");
    browser.says(row("mail"), "4 instances, 3 in its files");
    assertThat(browser.isFocused("[aria-label='Scale mail']")).isTrue();

    browser.press("[aria-label='Undrain west']");
    browser.says("#fleet-outcome", "west takes instances again.");
    withdraw("mail");
    browser.lacks(row("mail"));
  }

  @Test
  void anEmperorThatGoesIsSeenToGoAndToComeBack() throws Exception {
    drop("mail", PROGRAM + "instances: 3\n");
    browser.says(cell("mail", "north"), "mail@", "running");

    member("north").kill();
    browser.says(cell("shop", "pending"), "east runs 1 of it already; west runs 1 of it already");
    browser.says("#fleet-sum", "5 of 6 instances passing, 1 pending, 2 emperors");
    browser.says(card("north"), "dead");
    browser.lacks("#grid td[data-title=north]");
    assertThat(moves("east", "lost") + moves("west", "lost")).isEqualTo(1);

    member("north").close();
    fleet.put("north", emperor("north"));
    browser.says(cell("shop", "north"), "shop@", "running");
    browser.says("#fleet-sum", "6 of 6 instances passing, 3 emperors");
  }
}
