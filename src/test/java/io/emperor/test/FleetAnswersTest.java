package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page for the fleet makes of answers that real emperors are hard to bring to. */
class FleetAnswersTest {

  private static final String HOSTILE =
      "<img src=x onerror=document.title='taken'>\"'&\u0007\u202e";
  private static final String SHOWN =
      "<img src=x onerror=document.title='taken'>\"'&\\u0007\\u202e";
  private static final String LONG = "a-name-without-an-end-".repeat(9);

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Browser browser;
  private static EmperorProcess emperor;

  private StandIn api;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    emperor = DashboardTest.emperor(data, vassals);
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

  @BeforeEach
  void standIn() throws Exception {
    api = new StandIn(DashboardTest.address(emperor));
    api.answers("/v1/emperor", Map.of("name", "tester", "version", "1"));
    api.answers("/v1/vassals", List.of());
  }

  @AfterEach
  void close() {
    browser.leave();
    browser.window(1280, 900);
    api.close();
  }

  private void open() {
    browser.open(api.address() + "/#/fleet");
    browser.says("#link", "live");
  }

  private static Map<String, Object> fleet(List<Object> emperors, Object... placed) {
    Map<String, Object> fleet = new HashMap<>();
    fleet.put("fleet", "shops");
    fleet.put("problem", null);
    fleet.put("emperors", emperors);
    fleet.put("vassals", Arrays.asList(placed));
    return fleet;
  }

  private static Map<String, Object> member(String name, String state, boolean drained) {
    Map<String, Object> member = new HashMap<>();
    member.put("emperor", name);
    member.put("state", state);
    member.put("labels", Map.of("emperor", name, "host", "cellar"));
    member.put("admin", "http://127.0.0.1:9191/");
    member.put("leaseAge", 0.3);
    member.put("names", 0);
    member.put("instances", 1);
    member.put("drained", drained);
    return member;
  }

  private static Map<String, Object> placed(String name, Object... slots) {
    return Map.of(
        "name",
        name,
        "instances",
        slots.length,
        "configured",
        slots.length,
        "singleton",
        false,
        "slots",
        List.of(slots));
  }

  private static Map<String, Object> slot(
      String vassal, int number, @Nullable String emperor, String state, String reason) {
    Map<String, Object> slot = new HashMap<>();
    slot.put("slot", number);
    slot.put("name", vassal + "@" + number);
    slot.put("emperor", emperor);
    slot.put("state", state);
    slot.put("passing", state.equals("running") && reason.isEmpty());
    slot.put("outdated", reason.equals("old"));
    slot.put("fence", 7);
    slot.put("reason", reason);
    return slot;
  }

  @Test
  void whateverOthersWroteIsShownAsText() {
    api.answers(
        "/v1/fleet",
        fleet(
            List.of(member("tester", "live", false), member(HOSTILE, "lapsed", true)),
            placed(
                HOSTILE,
                slot(HOSTILE, 0, HOSTILE, HOSTILE, HOSTILE),
                slot(HOSTILE, 1, null, "pending", HOSTILE)),
            placed(LONG, slot(LONG, 0, LONG, "running", LONG))));
    for (int width : new int[] {1280, 360}) {
      browser.window(width, 740);

      open();

      browser.says("#grid tbody", SHOWN + "@0", SHOWN, "@1: " + SHOWN, LONG);
      browser.says("#members", SHOWN, "lapsed", "drained");
      assertThat(browser.count("main img")).isZero();
      assertThat(browser.beyondTheEdge()).isZero();
      assertThat(browser.barriers()).isEmpty();
      assertThat(browser.ask("return document.title")).isEqualTo("Fleet – emperor tester");
    }
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void wordsAndShapesSayWhatColoursSay() {
    api.answers(
        "/v1/fleet",
        fleet(
            List.of(member("tester", "live", false), member("gone", "dead", false)),
            placed(
                "shop",
                slot("shop", 0, "tester", "running", ""),
                slot("shop", 1, "tester", "running", "old"),
                slot("shop", 2, "stranger", "cursed", "no such file"),
                slot("shop", 3, null, "pending", "tester is drained"),
                slot("shop", 4, null, "pending", "tester is drained"),
                slot("shop", 5, null, "pending", ""))));

    open();

    browser.says("#grid td[data-title=tester] li:first-child", "shop@0 running");
    browser.says(
        "#grid td[data-title=tester] li:last-child", "shop@1 running, not passing outdated", "old");
    browser.says("#grid td[data-title=stranger]", "shop@2 cursed", "no such file");
    browser.says("#grid td[data-title=pending]", "@3–4: tester is drained", "@5: nobody has it");
    browser.says("#grid thead", "tester live", "stranger gone");
    assertThat(browser.text("#grid thead")).doesNotContain("dead");
    assertThat(browser.count("#members button:not([hidden])")).isEqualTo(1);
    browser.says("#fleet-sum", "1 of 6 instances passing, 3 pending, 1 outdated, 1 emperor");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void theGridOfManyIsMovedAndNotThePage() {
    List<Object> emperors =
        IntStream.range(0, 30)
            .<Object>mapToObj(number -> member("emperor-" + number, "live", false))
            .toList();
    Object[] slots =
        IntStream.range(0, 100)
            .mapToObj(
                number ->
                    slot("shop", number, "emperor-3", number == 99 ? "loading" : "running", ""))
            .toArray();
    api.answers("/v1/fleet", fleet(emperors, placed("shop", slots)));
    for (int width : new int[] {1280, 360}) {
      browser.window(width, 740);

      open();

      browser.says("#grid td[data-title=emperor-3]", "shop@0", "shop@99 loading", "and 80 more");
      assertThat(browser.beyondTheEdge()).isZero();
    }
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void saysWhenThereIsNothingAndWhenNothingIsKnown() {
    api.answers("/v1/fleet", new StandIn.Refusal(502, "no agent answers"));
    open();
    browser.says("#fleet-page-trouble", "no agent answers", "It is asked again.");
    browser.lacks("#fleet-there");

    api.answers("/v1/fleet", fleet(List.of(member("tester", "idle", false))));
    browser.says("#grid-none", "No vassal has instances");
    browser.says("#fleet-sum", "0 of 0 instances passing, 1 emperor");
    browser.lacks("#fleet-page-trouble");

    api.answers("/v1/fleet", new StandIn.Refusal(502, "no agent answers"));
    browser.says("#fleet-page-trouble", "no agent answers", "What is shown is old");
    browser.says("#members", "tester");
  }

  @Test
  void aQuestionComesFirstAndTheOutcomeIsTold() {
    api.answers("/v1/fleet", fleet(List.of(member("tester", "live", false))));
    api.answers("/v1/fleet/drain", Map.of("emperor", "tester", "drained", true));
    open();

    browser.press("[aria-label='Drain tester']");
    browser.says("#confirm", "Drain tester?", "It hands its 1 instance over");
    browser.press("#confirm [value=no]");
    browser.lacks("#confirm");
    assertThat(api.posts()).isEmpty();

    browser.press("[aria-label='Drain tester']");
    browser.press("#confirm [value=yes]");
    browser.says("#fleet-outcome", "Telling Consul …");
    Map<String, Object> drained = member("tester", "live", true);
    api.answers("/v1/fleet", fleet(List.of(drained)));
    browser.says("#fleet-outcome", "tester is drained and hands over: it has 1 instance still.");
    drained.put("instances", 0);
    browser.says("#fleet-outcome", "tester is drained and has no instance.");
    assertThat(api.posts()).containsExactly("/v1/fleet/drain?emperor=tester");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void whatIsRefusedSaysWhy() {
    api.answers("/v1/fleet", fleet(List.of(member("tester", "live", true))));
    String why = "no emperor named tester in the fleet: ";
    api.answers("/v1/fleet/undrain", new StandIn.Refusal(404, why + HOSTILE));
    open();

    browser.press("[aria-label='Undrain tester']");

    browser.says("#fleet-outcome", why + SHOWN);
    assertThat(api.posts()).containsExactly("/v1/fleet/undrain?emperor=tester");
    assertThat(browser.count("main img")).isZero();
  }
}
