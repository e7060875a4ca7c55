package dev.hone.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium for the tests of a class. After each test it asserts what must always hold:
 * nothing was complained about on the console, and no other host was asked for anything.
 */
public final class Browser
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration OFTEN = Duration.ofMillis(25);
  private static final String REFUSED = "the server responded with a status of 401";
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 900;

  private ChromeDriver driver;
  private Path profile;
  private URI server;
  private boolean expectingTrouble;
  private boolean expectingRefusals;
  private final List<String> requested = new ArrayList<>();

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    profile = Files.createTempDirectory("hone-browser");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    expectingTrouble = false;
    expectingRefusals = false;
    requested.clear();
    size(WIDTH, HEIGHT);
    scheme("light");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      keepPicture(context);
    }
    List<String> handles = List.copyOf(driver.getWindowHandles());
    for (String other : handles.subList(1, handles.size())) {
      driver.switchTo().window(other).close();
    }
    driver.switchTo().window(handles.get(0));
    List<String> complaints = complaints();
    Set<String> hosts = foreignRequests();
    script("if (location.protocol === 'http:') sessionStorage.clear()");
    driver.get("about:blank");
    if (!expectingTrouble) {
      assertEquals(List.of(), complaints, "on the console");
    }
    assertEquals(Set.of(), hosts, "asked beside the server");
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** The server is taken away: the browser will complain that it can't be reached. */
  void expectTrouble() {
    expectingTrouble = true;
  }

  /** The server asks for a key: the browser itself notes each 401. */
  void expectRefusals() {
    expectingRefusals = true;
  }

  // --- What a person does

  /**
   * @param path begins with a slash
   */
  void open(URI server, String path) {
    this.server = server;
    driver.get(server.resolve(path).toString());
  }

  void newTab(String url) {
    driver.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
    driver.get(url);
  }

  void tab(int number) {
    driver.switchTo().window(List.copyOf(driver.getWindowHandles()).get(number));
  }

  void reload() {
    driver.navigate().refresh();
  }

  String url() {
    return driver.getCurrentUrl();
  }

  /** Waits until it is there and can be used. */
  WebElement find(String testId) {
    By place = By.cssSelector("[data-testid='" + testId + "']");
    await("there is " + testId, () -> !driver.findElements(place).isEmpty());
    return driver.findElement(place);
  }

  void click(String testId) {
    find(testId).click();
  }

  void type(String testId, CharSequence... keys) {
    find(testId).sendKeys(keys);
  }

  /** Keys to whatever has the focus. */
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Asks with the settings as they are. */
  void ask(URI server, String question) {
    open(server, "/");
    type("question", question);
    click("start");
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /**
   * @param scheme {@code light} or {@code dark}
   */
  void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  // --- What a person sees

  /** As it is now, empty if there is no such element. */
  String text(String testId) {
    return script(
        "return document.querySelector(`[data-testid='${arguments[0]}']`)?.textContent.trim() ?? ''",
        testId);
  }

  String attribute(String testId, String name) {
    return find(testId).getDomAttribute(name);
  }

  boolean sees(String testId) {
    By place = By.cssSelector("[data-testid='" + testId + "']");
    return driver.findElements(place).stream().anyMatch(WebElement::isDisplayed);
  }

  void awaitText(String testId, String part) {
    await(
        testId + " says " + part,
        () ->
            script(
                "return document.querySelector(`[data-testid='${arguments[0]}']`)"
                    + "?.textContent.includes(arguments[1]) ?? false",
                testId,
                part));
  }

  void awaitPhase(String phase) {
    await("the phase is " + phase, () -> phase.equals(attributeNow("phase", "data-phase")));
  }

  /** The number of the candidate that is marked as the best. */
  String best() {
    return script(
        "return document.querySelector('[data-testid=best]')?.closest('article').dataset.testid");
  }

  @SuppressWarnings("unchecked")
  <T> T script(String script, Object... arguments) {
    return (T) driver.executeScript(script, arguments);
  }

  /** The script calls its last argument with the result. */
  @SuppressWarnings("unchecked")
  <T> T asyncScript(String script, Object... arguments) {
    return (T) driver.executeAsyncScript(script, arguments);
  }

  void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).pollInterval(OFTEN).until(condition);
  }

  ChromeDriver driver() {
    return driver;
  }

  /** The text that was copied last. */
  String clipboard() {
    // What isn't named is refused from now on.
    driver.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    return asyncScript(
        "navigator.clipboard.readText().then(arguments[0], (e) => arguments[0](String(e)))");
  }

  byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  private String attributeNow(String testId, String name) {
    return script(
        "return document.querySelector(`[data-testid='${arguments[0]}']`)?.getAttribute(arguments[1])",
        testId,
        name);
  }

  // --- What must not be

  private List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !(expectingRefusals && message.contains(REFUSED)))
        .toList();
  }

  /** The addresses that were asked for in this test so far, as Chromium's network log has them. */
  List<String> requested() {
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE).getAll()) {
      requested.add(address(entry.getMessage()));
    }
    return List.copyOf(requested);
  }

  private Set<String> foreignRequests() {
    List<String> urls = new ArrayList<>();
    for (String url : requested()) {
      if (url.startsWith("http") || url.startsWith("ws")) {
        urls.add(URI.create(url.replaceAll("[?#].*", "")).getAuthority());
      }
    }
    urls.removeIf(host -> server == null || host.equals(server.getAuthority()));
    return Set.copyOf(urls);
  }

  /** The address that a line of Chromium's network log says was asked for; empty for others. */
  private static String address(String line) {
    Map<?, ?> message = (Map<?, ?>) ((Map<?, ?>) new Json().toType(line, Map.class)).get("message");
    if (!"Network.requestWillBeSent".equals(message.get("method"))) {
      return "";
    }
    Map<?, ?> request = (Map<?, ?>) ((Map<?, ?>) message.get("params")).get("request");
    return String.valueOf(request.get("url"));
  }

  private void keepPicture(ExtensionContext context) {
    try {
      Path file =
          Path.of(
              "target",
              "pictures",
              context.getRequiredTestClass().getSimpleName()
                  + "-"
                  + context.getRequiredTestMethod().getName()
                  + ".png");
      Files.createDirectories(file.getParent());
      Files.write(file, picture());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
