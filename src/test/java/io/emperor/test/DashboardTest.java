package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The dashboard of a real emperor, in a real browser. */
class DashboardTest {

  private static final AppJar APP = AppJar.providing(Web.class);
  private static final String HOSTILE = "<img src=x onerror=document.title='taken'>";

  private static final String LONG = "a-name-that-is-rather-long-for-a-telephone-to-show";

  /** The page of a vassal that goes asks once more, and the browser notes that it is not there. */
  private static final String NOTHING_TO_TELL = "(?s).*/v1/vassals/.*404.*";

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Browser browser;
  private static EmperorProcess emperor;
  private static String address;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    emperor = emperor(data, vassals, "--vassal-set", "drain=0s");
    address = address(emperor);
  }

  @AfterAll
  static void stop() {
    if (emperor != null) {
      emperor.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  static EmperorProcess emperor(Path data, Path vassals, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--dev", "--name", "tester", "--vassals", vassals.toString()));
    options.addAll(List.of(more));
    return EmperorProcess.start(data, options.toArray(String[]::new));
  }

  static String address(EmperorProcess emperor) {
    return emperor.line("dashboard and API at http://").replaceFirst(".*(http://\\S+).*", "$1");
  }

  private static String row(String name) {
    return "tr:has(a[href='#/vassals/%s'])".formatted(name);
  }

  private static void config(String name, String yaml) {
    Path unused = AppJar.drop(yaml, vassals.resolve(name + ".yaml"));
  }

  private static void openList() {
    browser.open(address + "/");
    browser.says("#link", "live");
  }

  private static void openVassal(String name) {
    browser.open(address + "/#/vassals/" + name);
    browser.says("#vassal-page h1", name);
    browser.has("#state");
  }

  @Test
  void statesChangeWhileOneLooks() throws Exception {
    openList();

    Path jar = APP.dropInto(vassals, "coming");
    browser.says(row("coming"), "running", "passing", "coming");
    browser.says(row("coming") + " td:nth-child(6)", "1");
    browser.says("#counts [data-is=running]", "running");

    APP.and(Web.class).dropInto(vassals, "coming");
    browser.says(row("coming") + " td:nth-child(6)", "2");

    Files.delete(jar);
    browser.lacks(row("coming"));
    assertThat(unexpectedErrors()).isEmpty();
  }

  @Test
  void theHeadAndTheTitleSayWhichEmperorItIs() {
    openList();

    browser.says("#place", "tester at " + address.replace("http://", "") + ", version ");
    assertThat(browser.ask("return document.title")).isEqualTo("emperor tester");
  }

  @Test
  void whatChangesIsSaidToWhoCannotSee() throws Exception {
    openList();

    config("patient", "command: [sleep, '1000']\ndepends-on: [nobody]\n");

    Await.within(
        Duration.ofSeconds(40),
        "it is announced",
        () ->
            String.valueOf(browser.ask("return document.querySelector('#announcer').textContent"))
                .contains("patient is waiting: waits for nobody"));
    Files.delete(vassals.resolve("patient.yaml"));
  }

  @Test
  void buttonsReloadStopAndStart() {
    APP.dropInto(vassals, "driven");
    openVassal("driven");
    browser.says("#state", "running");

    browser.press("#reload");
    browser.says("#outcome", "Generation 2 serves.");
    browser.says("#history", "running generation 2");

    browser.press("#stop");
    browser.says("#confirm", "Stop driven?");
    browser.press("#confirm [value=yes]");
    browser.says("#outcome", "Stopped.");
    browser.says("#state", "stopped");
    browser.says("#facts", "stopped by an operator");
    assertThat(browser.find("#reload").getAttribute("aria-disabled")).isEqualTo("true");

    browser.press("#start");
    browser.says("#outcome", "Generation 4 serves.");
    browser.says("#configuration", "consul-service-name", "driven");
    assertThat(unexpectedErrors()).isEmpty();
  }

  @Test
  void aReloadThatFailsSaysWhatGoesOnServing() {
    APP.dropInto(vassals, "steady");
    openVassal("steady");
    browser.says("#state", "running");
    config("steady", "drian: 1s\n");
    browser.says("#vassal-trouble", "It has failed to reload.", "generation 1 goes on serving");

    browser.press("#reload");

    browser.says("#outcome", "generation 3 failed, generation 1 goes on serving: ", "drian");
    browser.says("#state", "running");
  }

  @Test
  void aCursedVassalShowsWhyAndWhatToDo() {
    config("broken", "consul-service-prt: 1\n");
    String why = "consul-service-prt: unknown key: did you mean consul-service-port?";
    String advice = "put right " + vassals.resolve("broken.yaml");

    openList();
    browser.says("#troubles", "broken is cursed", why, advice);
    browser.says(row("broken"), "cursed", why);

    browser.press("#troubles a[href='#/vassals/broken']");
    browser.says("#vassal-trouble", "It is cursed.", why, advice);
  }

  @Test
  void whatAVassalSaysIsNeverHtml() {
    config("hostile", "drain: \"" + HOSTILE + "\"\n");

    openList();
    browser.says(row("hostile") + " td:last-child", HOSTILE);
    browser.says("#troubles", HOSTILE);
    openVassal("hostile");
    browser.says("#vassal-trouble", HOSTILE);
    browser.says("#history", HOSTILE);

    assertThat(browser.count("main img")).isZero();
    assertThat(browser.ask("return document.title")).isEqualTo("hostile – emperor tester");
  }

  @Test
  void aVassalIsReloadedByKeyboardAlone() {
    APP.dropInto(vassals, "touched");
    openList();
    browser.says(row("touched"), "running");

    browser.tabTo("a[href='#/vassals/touched']");
    browser.type(Keys.ENTER);
    browser.says("#state", "running");
    assertThat(browser.isFocused("#vassal-page h1")).isTrue();
    browser.tabTo("#reload");
    assertThat(browser.find("#reload").getCssValue("outline-style")).isEqualTo("solid");
    browser.type(Keys.ENTER);

    browser.says("#outcome", "Generation 2 serves.");
    assertThat(browser.isFocused("#reload")).isTrue();
  }

  @Test
  void aDialogTakesTheFocusAndGivesItBack() {
    APP.dropInto(vassals, "kept");
    openVassal("kept");
    browser.says("#state", "running");

    browser.tabTo("#stop");
    browser.type(Keys.ENTER);
    browser.has("#confirm");
    assertThat(browser.isFocused("#confirm button")).isTrue();
    browser.type(Keys.ESCAPE);

    browser.lacks("#confirm");
    assertThat(browser.isFocused("#stop")).isTrue();
    assertThat(browser.text("#state")).isEqualTo("running");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothPagesFitAPhoneAndHaveNoBarriers(boolean dark) {
    APP.dropInto(vassals, LONG);
    config("spoilt", "unknown: 1\n");
    browser.dark(dark);
    browser.window(360, 740);
    try {
      openList();
      browser.says(row("spoilt"), "cursed");
      assertThat(browser.beyondTheEdge()).isZero();
      assertThat(browser.barriers()).isEmpty();
      openVassal(LONG);
      browser.says("#configuration", "consul-check-ttl");
      assertThat(browser.beyondTheEdge()).isZero();
      assertThat(browser.barriers()).isEmpty();
      assertThat(browser.ask("return getComputedStyle(document.body).backgroundColor"))
          .isEqualTo(dark ? "rgb(21, 22, 26)" : "rgb(247, 247, 249)");
      browser.window(1280, 900);
      assertThat(browser.barriers()).isEmpty();
      openList();
      browser.says(row("spoilt"), "cursed");
      assertThat(browser.barriers()).isEmpty();
      assertThat(unexpectedErrors()).isEmpty();
    } finally {
      browser.window(1280, 900);
      browser.dark(false);
    }
  }

  @Test
  void aLostConnectionShowsAndComesBack(@TempDir Path own, @TempDir Path few) {
    APP.dropInto(few, "lasting");
    String[] admin = {"--admin", "127.0.0.1:" + FreePort.find()};
    try (EmperorProcess first = emperor(own, few, admin)) {
      browser.open(address(first));
      browser.says(row("lasting"), "running");
    }
    browser.says("#banner", "Connection lost. Last seen ");
    browser.says("#link", "connection lost");
    APP.dropInto(few, "newcomer");
    try (EmperorProcess second = emperor(own, few, admin)) {
      browser.says(row("newcomer"), "running");
      browser.lacks("#banner");
      browser.says("#link", "live");
      assertThat(second.lines()).isNotEmpty();
    }
    browser.leave(); // with refused connections
  }

  @Test
  void theTokenIsAskedFor(@TempDir Path own, @TempDir Path few) throws Exception {
    APP.dropInto(few, "guarded");
    Path file = Files.writeString(own.resolve("token"), "sesame-sesame-sesame\n");
    try (EmperorProcess guarded = emperor(own, few, "--admin-token-file", file.toString())) {
      browser.open(address(guarded));
      browser.has("#token");
      assertThat(browser.isFocused("#token")).isTrue();
      assertThat(browser.barriers()).isEmpty();
      browser.type("open sesame", Keys.ENTER);
      browser.says("#token-trouble", "does not take that token");
      browser.type("sesame-sesame-sesame", Keys.ENTER);
      browser.says(row("guarded"), "running");
      browser.press("a[href='#/vassals/guarded']");
      browser.press("#reload");
      browser.says("#outcome", "Generation 2 serves.");
    }
    browser.leave(); // with requests without the token, and to an emperor that is gone
  }

  @Test
  @EnabledIfSystemProperty(named = "dashboard.screenshots", matches = ".+")
  void screenshots(@TempDir Path own) throws Exception {
    Path images = Files.createDirectories(Path.of(System.getProperty("dashboard.screenshots")));
    // A short name: it can be read in the pictures.
    Path some = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), "vassals"));
    for (String name : List.of("billing", "catalog", "mail", "shop")) {
      APP.dropInto(some, name);
    }
    Path broken = AppJar.drop("consul-service-prt: 8080\n", some.resolve("search.yaml"));
    Path waiting =
        AppJar.drop(
            "command: [sleep, '1000']\ndepends-on: [postgres]\n", some.resolve("reports.yaml"));
    Path failing = AppJar.drop("command: [sh, -c, exit 3]\n", some.resolve("import.yaml"));
    assertThat(List.of(broken, waiting, failing)).allMatch(Files::exists);
    try (EmperorProcess shown = emperor(own, some)) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.dark(dark);
        String end = dark ? "dark.png" : "light.png";
        shoot(shown, "/", 1280, images.resolve("dashboard-list-" + end));
        shoot(shown, "/#/vassals/shop", 1280, images.resolve("dashboard-vassal-" + end));
        shoot(shown, "/", 360, images.resolve("dashboard-phone-" + end));
      }
    } finally {
      browser.window(1280, 900);
      browser.dark(false);
      try (Stream<Path> files = Files.list(some)) {
        assertThat(files).allMatch(file -> file.toFile().delete());
      }
      Files.delete(some);
    }
  }

  private static void shoot(EmperorProcess shown, String path, int width, Path file) {
    browser.window(width, 800);
    browser.open(address(shown) + path);
    browser.says("main", "shop", "running");
    if (path.equals("/")) {
      browser.says(row("search"), "cursed");
      browser.says(row("import"), "backing-off");
    } else {
      browser.says("#configuration", "consul-service-name");
    }
    browser.screenshot(file);
  }

  private static List<String> unexpectedErrors() {
    return browser.errors().stream().filter(error -> !error.matches(NOTHING_TO_TELL)).toList();
  }
}
