package io.emperor.test;

import io.emperor.consul.Await;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.opentest4j.TestAbortedException;

/** A real Chromium without a screen: the machine's own, none is downloaded. */
final class Browser implements AutoCloseable {

  /** A page is drawn late on a machine that is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final int MOST_STEPS = 80;
  private static final String AXE = script("/axe.min.js");
  private static final String BARRIERS =
      """
      const done = arguments[arguments.length - 1];
      const tell = ({impact, id, nodes}) =>
          `${impact} ${id}: ${nodes.map((node) => node.html + ' ' + node.failureSummary)}`;
      axe.run(document, {resultTypes: ['violations']}).then(
          ({violations, passes}) => done(passes.length === 0 ? ['nothing was looked at'] : violations
              .filter(({impact}) => impact === 'serious' || impact === 'critical').map(tell)),
          (failure) => done([String(failure)]));
      """;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts it, with a window as on a desk.
   *
   * @throws TestAbortedException if the machine has none, and it is not one that has to
   */
  static Browser start() {
    Optional<Path> chromium = onPath("chromium");
    Optional<Path> driver = onPath("chromedriver");
    if (chromium.isEmpty() || driver.isEmpty()) {
      String what = "no chromium and chromedriver on the PATH: the dashboard is left out";
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(what);
      }
      throw new TestAbortedException(what);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get().toFile());
    // Root may not use the sandbox, and a container's /dev/shm is small.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    // Letters in colours make pictures large.
    options.addArguments("--disable-lcd-text");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    Browser browser =
        new Browser(
            new ChromeDriver(
                new ChromeDriverService.Builder()
                    .usingDriverExecutable(driver.get().toFile())
                    .build(),
                options));
    browser.window(1280, 900);
    return browser;
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String script(String resource) {
    try (InputStream in = Browser.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads the page anew, also where the address differs behind the {@code #} alone. */
  void open(String address) {
    driver.get("about:blank");
    driver.get(address);
  }

  /** Leaves the page, which asks for nothing any more, and forgets what errors it had. */
  void leave() {
    driver.get("about:blank");
    List<String> unused = errors();
  }

  /** In CSS pixels. */
  void window(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void dark(boolean dark) {
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  int count(String css) {
    return driver.findElements(By.cssSelector(css)).size();
  }

  /** What can be seen of it. */
  String text(String css) {
    return find(css).getText();
  }

  /** Waits until that can be read there. */
  void says(String css, String... words) {
    Await.within(
        PATIENCE,
        css + " says " + List.of(words),
        () -> {
          String seen = text(css);
          if (!Arrays.stream(words).allMatch(seen::contains)) {
            throw new AssertionError(seen);
          }
          return true;
        });
  }

  /** Waits until nothing of it can be seen. */
  void lacks(String css) {
    Await.within(
        PATIENCE,
        "nothing is seen of " + css,
        () -> driver.findElements(By.cssSelector(css)).stream().noneMatch(WebElement::isDisplayed));
  }

  void has(String css) {
    Await.within(PATIENCE, css + " is seen", () -> find(css).isDisplayed());
  }

  /** Waits until the button would do something, and presses it. */
  void press(String button) {
    Await.within(
        PATIENCE,
        button + " can be pressed",
        () -> {
          if (find(button).getAttribute("aria-disabled") != null) {
            return false;
          }
          find(button).click();
          return true;
        });
  }

  void type(CharSequence... keys) {
    new Actions(driver).sendKeys(String.join("", keys)).perform();
  }

  /** Goes on with the tabulator until it is there. */
  void tabTo(String css) {
    for (int step = 0; step < MOST_STEPS; step++) {
      if (isFocused(css)) {
        return;
      }
      type(Keys.TAB);
    }
    throw new AssertionError(css + " is not reached by keyboard");
  }

  boolean isFocused(String css) {
    return ask("return document.activeElement.matches(arguments[0])", css).equals(true);
  }

  Object ask(String script, Object... arguments) {
    return Objects.requireNonNull(driver.executeScript(script, arguments));
  }

  /** How many pixels of the page are out of sight to the right. */
  long beyondTheEdge() {
    return (Long)
        ask("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /** What keeps people with a handicap out, seriously. */
  List<?> barriers() {
    driver.executeScript(AXE);
    return (List<?>) Objects.requireNonNull(driver.executeAsyncScript(BARRIERS));
  }

  /** What the browser's console has held since the last call. */
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  void screenshot(Path file) {
    try {
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
