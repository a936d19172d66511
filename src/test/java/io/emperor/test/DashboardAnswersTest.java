package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard makes of answers that a real emperor is hard to bring to. */
class DashboardAnswersTest {

  private static final String HOSTILE = "<img src=x onerror=document.title='taken'>";
  private static final Map<String, Object> SHOP = vassal("shop", "running");

  private static final String AMBER = "rgb(133, 80, 0)";
  private static final String LENGTHY = "the configuration can't be read: ".repeat(12);
  private static final String ROWS_IN_SIGHT =
      "return [...document.querySelectorAll('#vassals tbody tr')]"
          + ".filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length";
  private static final String WRAPPED_NAMES =
      "return [...document.querySelectorAll('#vassals tbody th a')]"
          + ".filter((name) => name.getClientRects().length > 1).length";

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
    api.answers("/v1/emperor", Map.of("name", "tester"));
    api.answers("/v1/agents", List.of(agent("127.0.0.1:8500", true, "")));
    api.answers("/v1/fleet", fleet("", emperor("tester", "idle", "cellar", null)));
    api.answers("/v1/load", Map.of());
    api.answers("/v1/vassals", List.of(SHOP));
    answersOf(SHOP);
  }

  @AfterEach
  void close() {
    List<String> errors = browser.errors();
    browser.open("about:blank");
    api.close();
    assertThat(errors).isEmpty();
  }

  private static Map<String, Object> vassal(String name, String state) {
    Map<String, Object> vassal = new HashMap<>();
    vassal.put("name", name);
    vassal.put("state", state);
    vassal.put("reason", "");
    vassal.put("serviceId", name + "-tester");
    vassal.put("serviceName", name);
    vassal.put("address", null);
    vassal.put("port", 8080);
    vassal.put("pid", null);
    vassal.put("generation", 1);
    vassal.put("restarts", 0);
    vassal.put("since", Instant.now().toString());
    vassal.put("health", "passing");
    vassal.put("healthNote", "");
    vassal.put("app", "/srv/" + name + ".jar");
    vassal.put("attempt", 1);
    vassal.put("trying", false);
    vassal.put("nextAttempt", null);
    vassal.put("maintenance", false);
    vassal.put("registered", true);
    return vassal;
  }

  private static Map<String, Object> with(Map<String, Object> vassal, String key, Object value) {
    Map<String, Object> changed = new HashMap<>(vassal);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, Object> agent(String address, boolean reachable, String trouble) {
    return Map.of(
        "address", address,
        "node", "node-" + address.substring(address.length() - 1),
        "inUse", reachable,
        "reachable", reachable,
        "lastContact", Instant.now().minusSeconds(3).toString(),
        "trouble", trouble);
  }

  private void answersOf(Map<String, Object> vassal) {
    String path = "/v1/vassals/" + vassal.get("name");
    Map<String, Object> detail = new HashMap<>(vassal);
    detail.put("configuration", List.of(Map.of("key", "drain", "value", "5s", "origin", HOSTILE)));
    detail.put("events", List.of());
    api.answers(path, detail);
    api.answers(path + "/logs", Map.of("lines", List.of("first", HOSTILE)));
    api.answers(path + "/load", load(0));
    api.answers(path + "/inputs", inputs(false, 0, null, List.of()));
    api.answers(
        path + "/consul",
        Map.of(
            "service", Map.of("ID", "shop-tester", "Tags", List.of("a", "b")),
            "checks", List.of(Map.of("Name", "alive", "Status", "passing", "Output", HOSTILE))));
  }

  private static Map<String, Object> inputs(
      boolean watched, int revision, @Nullable Instant since, List<String> missing) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("vassal", "shop");
    inputs.put("state", "running");
    inputs.put("watched", watched);
    inputs.put("revision", revision);
    inputs.put("since", since == null ? null : since.toString());
    Map<String, Object> source = new HashMap<>();
    source.put("name", "consul config/shop/");
    source.put("changed", null);
    source.put("trouble", HOSTILE);
    inputs.put("sources", List.of(source));
    inputs.put("values", List.of(Map.of("key", "db.host", "value", HOSTILE, "source", "consul")));
    inputs.put(
        "credentials",
        List.of(
            Map.of(
                "name", "tls",
                "state", "expiring",
                "subject", "CN=" + HOSTILE,
                "expires", "2030-01-01T00:00:00Z",
                "trouble", HOSTILE)));
    inputs.put("missing", missing);
    inputs.put(
        "followed",
        Map.of(
            "services", List.of(Map.of("product", "shop", "name", HOSTILE, "instances", 3)),
            "leftOut", List.of("member " + HOSTILE),
            "updates", Map.of("written", 1, "older", 2, "ignored", 3, "refused", 4)));
    return inputs;
  }

  private static Map<String, Object> load(int second) {
    Map<String, Object> load = new HashMap<>();
    load.put("at", Instant.ofEpochSecond(1_800_000_000L + second).toString());
    load.put("requests", 50 * second);
    load.put("failed", 0);
    load.put("seconds", 0.5 * second);
    load.put("inFlight", 0);
    load.put("heapUsed", null);
    load.put("heapMax", null);
    load.put("processBytes", 64 * 1024 * 1024);
    return load;
  }

  private void open(String path) {
    browser.open(api.address() + path);
    browser.says("#link", "live");
  }

  @Test
  void namesAreNeverHtml() {
    Map<String, Object> hostile = vassal(HOSTILE, "running");
    api.answers("/v1/vassals", List.of(hostile));
    answersOf(hostile);

    open("/");
    browser.says("#vassals tbody", HOSTILE);
    browser.press("#vassals tbody a");

    browser.says("#vassal-page h1", HOSTILE);
    browser.says("#log", "first", HOSTILE);
    browser.says("#consul-checks", HOSTILE);
    browser.says("#configuration", HOSTILE);
    assertThat(browser.count("main img")).isZero();
    assertThat(browser.ask("return document.title")).isEqualTo(HOSTILE + " – emperor tester");
  }

  @Test
  void agentsShowWhichIsUsedAndWhichIsGone() {
    api.answers(
        "/v1/agents",
        List.of(agent("10.0.0.1:8500", true, ""), agent("10.0.0.2:8500", false, "it is silent")));

    open("/");

    browser.says("#agents li:nth-child(1)", "10.0.0.1:8500", "node-0", "in use", "reachable");
    browser.says(
        "#agents li:nth-child(2)", "10.0.0.2:8500", "gone", "last contact", "it is silent");
    browser.says("#troubles", "Consul agent 10.0.0.2:8500", "it is silent");
    assertThat(browser.text("#troubles")).doesNotContain("No agent answers");
  }

  @Test
  void theFleetLeadsToDashboardsThatCanBeReached() {
    api.answers(
        "/v1/fleet",
        fleet(
            "",
            emperor("tester", "live", "cellar", "http://127.0.0.1:9191/"),
            emperor(HOSTILE, "lapsed", HOSTILE, "http://192.0.2.1:9191/"),
            emperor("neighbour", "idle", "cellar", "http://localhost:9192/"),
            emperor("stranger", "left", "attic", "http://127.0.0.1:9191/")));

    open("/");

    browser.says("#fleet", "Fleet shops", "tester", "live", "lease renewed 0.3 s ago", "2 names");
    browser.says("#fleet", HOSTILE, "lapsed", "host=" + HOSTILE, "stranger", "left");
    assertThat(browser.ask("return [...document.querySelectorAll('#fleet a')].map((a) => a.href)"))
        .isEqualTo(
            List.of("http://127.0.0.1:9191/", "http://192.0.2.1:9191/", "http://localhost:9192/"));
    assertThat(browser.count("main img")).isZero();
  }

  @Test
  void theFleetSaysWhatIsWrongWithTheLease() {
    String problem = "the token can't write below emperor/shops/";
    api.answers("/v1/fleet", fleet(problem, emperor("tester", "idle", "cellar", null)));

    open("/");

    browser.says("#fleet", problem, "tester", "idle");
  }

  private static Map<String, Object> fleet(String problem, Object... emperors) {
    return Map.of("fleet", "shops", "problem", problem, "emperors", List.of(emperors));
  }

  private static Map<String, Object> emperor(
      String name, String state, String host, @Nullable String admin) {
    Map<String, Object> emperor = new HashMap<>();
    emperor.put("emperor", name);
    emperor.put("state", state);
    emperor.put("labels", Map.of("emperor", name, "host", host));
    emperor.put("admin", admin);
    emperor.put("leaseAge", 0.3);
    emperor.put("names", 2);
    return emperor;
  }

  @Test
  void whenNoAgentAnswersItSaysWhatThatMeans() {
    api.answers("/v1/emperor", Map.of("name", "tester"));
    api.answers("/v1/agents", List.of(agent("10.0.0.2:8500", false, "")));

    open("/");

    browser.says("#troubles", "It does not answer.", "No agent answers. The vassals go on running");
  }

  @Test
  void aRevokedTokenIsReadAtAGlance() {
    String trouble = "the token is not known any more: put a valid one into --consul-token-file";
    api.answers("/v1/emperor", Map.of("name", "tester"));
    api.answers("/v1/agents", List.of(agent("10.0.0.1:8500", true, trouble)));

    open("/");

    browser.says("#troubles", "Consul agent 10.0.0.1:8500", trouble);
    browser.says("#agents", "in trouble", trouble);
  }

  @Test
  void plotsShowWhatIsMeasuredAndLeaveOutTheRest() {
    open("/#/vassals/shop");
    browser.says("#load", "Process memory 64 MiB");

    api.answers("/v1/vassals/shop/load", load(2));

    browser.says("#load", "Requests per second 50", "Latency 10 ms");
    assertThat(browser.text("#load")).doesNotContain("Heap");
    assertThat(browser.find("#load figure:nth-child(3) svg").getAttribute("aria-label"))
        .startsWith("Requests per second: ");
  }

  @Test
  void linesAreFollowedWhenOneWantsTo() {
    open("/#/vassals/shop");
    browser.says("#log", "first");
    // What stands above the button: while it comes, the button moves.
    browser.says("#load", "Process memory 64 MiB");
    browser.says("#configuration", HOSTILE);
    browser.press("#follow");
    browser.says("#log", "followed");

    api.tells("line", "and one more");

    browser.says("#log", "followed\nand one more");
    browser.press("#follow");
    assertThat(browser.find("#follow").getAttribute("aria-pressed")).isEqualTo("false");
  }

  @Test
  void inputsAreShownWithTheirAgeAndWhatIsWaitedFor() {
    open("/#/vassals/shop");
    browser.says("#consul-service", "shop-tester");
    assertThat(browser.find("#inputs").isDisplayed()).isFalse();

    api.answers(
        "/v1/vassals/shop/inputs", inputs(true, 0, null, List.of("interface db " + HOSTILE)));
    api.tells("vassal", with(SHOP, "generation", 2));
    browser.says("#inputs-facts", "Revision\nnone yet", "Waits for\ninterface db " + HOSTILE);
    browser.says("#inputs-sources", "consul config/shop/", HOSTILE);

    Instant since = Instant.now().minusSeconds(3700);
    api.answers("/v1/vassals/shop/inputs", inputs(true, 7, since, List.of()));
    api.tells("vassal", with(SHOP, "generation", 3));
    browser.says("#inputs-facts", "Revision\n7", "Given\n1h 1m ago");
    browser.says(
        "#inputs-facts",
        "In its files\nshop " + HOSTILE + ": 3",
        "Left out\nmember " + HOSTILE,
        "Configuration\n1 kept, 2 older, 3 of other products, 4 refused");
    browser.says("#inputs-values", "db.host", HOSTILE);
    browser.says(
        "#inputs-credentials",
        "credential tls",
        "expiring, CN=" + HOSTILE + ", until 2030-01-01T00:00:00Z",
        HOSTILE);
    assertThat(browser.text("#inputs-facts")).doesNotContain("Waits for");
  }

  @Test
  void consulsViewIsShownOrWhyThereIsNone() {
    open("/#/vassals/shop");
    browser.says("#consul-service", "ID\nshop-tester", "Tags\na, b");
    browser.says("#consul-checks", "alive", "passing");

    api.answers("/v1/vassals/shop/consul", Map.of("error", "no agent answers"));

    browser.says("#consul-none", "no agent answers");
    assertThat(browser.count("#consul-service div")).isZero();
  }

  @Test
  void maintenanceIsSwitchedOnAndOff() {
    open("/#/vassals/shop");
    api.answers("/v1/vassals/shop/maintenance", SHOP);

    browser.press("#actions #maintenance");
    browser.says("#outcome", "Telling Consul");
    api.tells("vassal", with(SHOP, "maintenance", true));

    browser.says("#outcome", "In maintenance: nobody discovers it.");
    browser.says("#badges", "maintenance");
    browser.press("#actions #maintenance");
    Await.until("both are asked for", () -> api.posts().size() == 2);
    assertThat(api.posts())
        .containsExactly(
            "/v1/vassals/shop/maintenance?enable=true",
            "/v1/vassals/shop/maintenance?enable=false");
    api.tells("vassal", SHOP);
    browser.says("#outcome", "Maintenance is over.");
  }

  @Test
  void aThousandVassalsStayUsable() {
    List<Map<String, Object>> many =
        IntStream.range(0, 1000)
            .mapToObj(number -> vassal(String.format(Locale.ROOT, "app-%03d", number), "running"))
            .toList();
    api.answers("/v1/vassals", many);
    open("/");
    browser.says("#counts", "1000 all", "1000 running");
    String row = "return document.querySelector(\"#vassals tr:has(a[href='#/vassals/app-500'])\")";
    Object before = browser.ask(row);

    long begun = System.nanoTime();
    for (Map<String, Object> vassal : many) {
      api.tells("vassal", with(vassal, "restarts", 7));
    }
    api.tells("vassal", with(with(many.get(999), "state", "cursed"), "reason", "no disk"));
    browser.says("#counts", "999 running", "1 cursed");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    assertThat(browser.ask(row)).isEqualTo(before);
    browser.says("#vassals tbody tr", "app-999", "cursed", "no disk");

    browser.press("#vassals thead th:nth-child(1) button");
    browser.says("#vassals tbody tr", "app-000");
    browser.press("#counts [data-is=cursed]");
    assertThat(browser.count("#vassals tbody tr")).isEqualTo(1);
    browser.press("#counts [data-is='']");
    browser.find("#filter").sendKeys("app-12");
    Await.until("ten are left", () -> browser.count("#vassals tbody tr") == 10);
    browser.find("#filter").sendKeys("x");
    browser.says("#none", "No vassal fits the filter.");
  }

  @Test
  void manyThatNeedSomebodyAreCounted() {
    api.answers(
        "/v1/vassals",
        IntStream.range(0, 8).mapToObj(number -> vassal("app-" + number, "cursed")).toList());
    open("/");

    browser.says("#troubles", "app-0 is cursed");
    assertThat(browser.count("#troubles li")).isEqualTo(6);
    assertThat(browser.ask("return document.querySelector('#troubles li:last-child').textContent"))
        .isEqualTo("3 more: show all");
    browser.press("#troubles button");

    assertThat(browser.find("#counts [data-is='need you']").getAttribute("aria-pressed"))
        .isEqualTo("true");
  }

  @Test
  void aReloadThatHasFailedIsAmberAndNeedsSomebodyAsWhatBacksOffDoes() {
    String reason = "generation 2 failed, generation 1 goes on serving: no database today";
    Map<String, Object> stale =
        with(with(vassal("stale", "running"), "attempt", 2), "reason", reason);
    Map<String, Object> failing = with(vassal("failing", "backing-off"), "reason", "no disk");
    api.answers("/v1/vassals", List.of(vassal("app", "running"), failing, stale));
    answersOf(stale);

    open("/");

    browser.says(
        "#troubles",
        "failing has failed",
        "no disk",
        "stale has failed to reload",
        reason,
        "Generation 1 goes on serving. The new one is tried again when its files change");
    assertThat(names()).isEqualTo(List.of("failing", "stale", "app"));
    assertThat(colour("tr:has(a[href='#/vassals/stale']) .badge")).isEqualTo(AMBER);
    assertThat(colour("tr:has(a[href='#/vassals/app']) .badge")).isNotEqualTo(AMBER);
    browser.press("#counts [data-is='need you']");
    assertThat(names()).isEqualTo(List.of("failing", "stale"));

    browser.press("#troubles a[href='#/vassals/stale']");
    browser.says("#vassal-trouble", "It has failed to reload.", reason);
    assertThat(colour("#state")).isEqualTo(AMBER);
  }

  @Test
  void whatATryUnderWayWillBringIsNoTroubleYet() {
    api.answers(
        "/v1/vassals",
        List.of(with(with(vassal("shop", "running"), "attempt", 2), "trying", true)));

    open("/");

    browser.says("#vassals tbody", "1 → 2");
    browser.lacks("#troubles");
  }

  @Test
  void twentyVassalsFitADeskWhateverIsWrong() {
    List<Map<String, Object>> many = new ArrayList<>();
    for (int number = 0; number < 30; number++) {
      String name = String.format(Locale.ROOT, "%s-%02d", "a-vassal-with-a-name", number);
      Map<String, Object> vassal = vassal(name, number < 6 ? "cursed" : "running");
      many.add(number < 10 ? with(vassal, "reason", LENGTHY) : vassal);
    }
    api.answers("/v1/vassals", many);

    open("/");

    browser.says("#counts", "30 all");
    assertThat((Long) browser.ask(ROWS_IN_SIGHT)).isGreaterThanOrEqualTo(20);
    assertThat(browser.ask(WRAPPED_NAMES)).isEqualTo(0L);
    assertThat(browser.beyondTheEdge()).isZero();
    assertThat(browser.barriers()).isEmpty();
  }

  @Test
  void troublesLeaveRoomForTheVassalsOnAPhone() {
    api.answers(
        "/v1/vassals",
        IntStream.range(0, 8)
            .mapToObj(number -> with(vassal("app-" + number, "cursed"), "reason", LENGTHY))
            .toList());
    browser.window(360, 740);
    try {
      open("/");
      browser.says("#troubles", "app-0 is cursed");

      assertThat((Long) browser.ask(ROWS_IN_SIGHT)).isPositive();
      assertThat(browser.barriers()).isEmpty();
    } finally {
      browser.window(1280, 900);
    }
  }

  @Test
  void theListShowsWhereAnAppIsAndWhatAllOfThemTake() {
    Map<String, Object> apart = with(vassal("apart", "running"), "address", "10.0.0.9");
    api.answers("/v1/vassals", List.of(apart, SHOP));
    api.answers("/v1/load", Map.of("shop", shared(0), "apart", load(0)));
    open("/");
    browser.says("#usage", "Heap 64 MiB of 512 MiB");

    api.answers("/v1/load", Map.of("shop", shared(2), "apart", load(2)));

    browser.says("#usage", "Heap 64 MiB of 512 MiB, 100 requests per second");
    browser.says("tr:has(a[href='#/vassals/apart'])", "50", "64 MiB");
    assertThat(browser.find("tr:has(a[href='#/vassals/shop']) td a").getAttribute("href"))
        .isEqualTo("http://127.0.0.1:8080/");
    assertThat(browser.find("tr:has(a[href='#/vassals/apart']) td a").getAttribute("href"))
        .isEqualTo("http://10.0.0.9:8080/");
  }

  private static Map<String, Object> shared(int second) {
    Map<String, Object> load = load(second);
    load.put("heapUsed", 64 * 1024 * 1024);
    load.put("heapMax", 512 * 1024 * 1024);
    load.put("processBytes", null);
    return load;
  }

  private static Object names() {
    return browser.ask(
        "return [...document.querySelectorAll('#vassals tbody th')].map((name) => name.textContent)");
  }

  private static Object colour(String css) {
    return browser.ask("return getComputedStyle(document.querySelector(arguments[0])).color", css);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pagesWithAllTheirPartsFitAPhoneAndHaveNoBarriers(boolean dark) {
    api.answers("/v1/emperor", Map.of("name", "tester"));
    api.answers("/v1/agents", List.of(agent("10.0.0.2:8500", false, "it is silent")));
    browser.dark(dark);
    browser.window(360, 740);
    try {
      open("/");
      browser.says("#agents", "it is silent");
      assertThat(browser.beyondTheEdge()).isZero();
      assertThat(browser.barriers()).isEmpty();
      open("/#/vassals/shop");
      browser.says("#load", "Process memory");
      browser.says("#log", "first");
      browser.says("#consul-checks", "alive");
      assertThat(browser.beyondTheEdge()).isZero();
      assertThat(browser.barriers()).isEmpty();
    } finally {
      browser.window(1280, 900);
      browser.dark(false);
    }
  }
}
