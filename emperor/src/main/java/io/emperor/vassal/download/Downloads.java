package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches apps, each once, whoever names it. Thread safe; nothing blocks but {@link #clean}, and
 * however slow a server is, it holds up nobody who does not want its app.
 */
public final class Downloads implements AutoCloseable {

  /** What was used as short a time ago may be on its way into a vassal. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final DownloadStore store;
  private final DownloadLimits limits;
  private final Supplier<SSLContext> trust;
  private final ScheduledExecutorService timer;
  private final ExecutorService executor;
  private final Clock clock;
  private final @Nullable ProxySelector proxies = ProxySelector.getDefault();
  private final Counter succeeded;
  private final Counter failed;
  private final Map<String, Download> running = new HashMap<>(); // guarded by this
  private @Nullable HttpClient http; // guarded by this

  /**
   * Fetches nothing yet.
   *
   * @param directory where apps are kept
   * @param limits what a server may ask of us
   * @param trust whose certificates are trusted
   * @param timer runs what is due later
   * @param executor its own, which ends with it: reads and writes files, and does so for all
   * @param clock tells when an app was used last
   * @param registry where downloads are counted
   */
  public Downloads(
      Path directory,
      DownloadLimits limits,
      Supplier<SSLContext> trust,
      ScheduledExecutorService timer,
      ExecutorService executor,
      Clock clock,
      MeterRegistry registry) {
    this.store = new DownloadStore(directory, clock);
    this.limits = limits;
    this.trust = trust;
    this.timer = timer;
    this.executor = executor;
    this.clock = clock;
    succeeded = counter(registry, "ok");
    failed = counter(registry, "failed");
  }

  private static Counter counter(MeterRegistry registry, String result) {
    return Counter.builder("emperor.downloads")
        .tag("result", result)
        .description("Downloads of apps from their addresses that are over")
        .register(registry);
  }

  /**
   * Gets an app: the one that is here already, or what comes from its address.
   *
   * @return the file, which has the checksum; to be cancelled when the app is not wanted any more.
   *     Or why it can't be had: {@link io.emperor.runtime.UnusableAppException} if that will stay
   *     so, {@link IOException} if it may be otherwise the next time
   */
  public synchronized CompletableFuture<Path> fetch(AppAddress address) {
    Download present = running.get(address.fileName());
    if (present == null) {
      return begun(address);
    }
    Optional<CompletableFuture<Path>> joined =
        present.isOf(address) ? present.join() : Optional.empty();
    return joined.orElseGet(() -> after(present, address));
  }

  private CompletableFuture<Path> begun(AppAddress address) {
    Download download = new Download(address, store, this::transfer, executor);
    CompletableFuture<Path> answer = download.join().orElseThrow();
    running.put(address.fileName(), download);
    download.begin(failure -> over(download, failure));
    return answer;
  }

  private Transfer transfer(AppAddress address, PartialFile partial) throws IOException {
    return new Transfer(
        address, partial, AppCredentials.header(address), client(), limits, timer, executor);
  }

  /** Made when it is needed, since it has a thread; with nothing in it that an app can change. */
  private synchronized HttpClient client() {
    if (http == null) {
      HttpClient.Builder made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .sslContext(trust.get())
              .executor(executor);
      http = (proxies == null ? made : made.proxy(proxies)).build();
    }
    return http;
  }

  private void over(Download download, @Nullable Throwable failure) {
    synchronized (this) {
      running.values().remove(download);
    }
    if (download.hasAsked()) {
      (failure == null ? succeeded : failed).increment();
    }
  }

  /** Who names another place for the same app waits: perhaps it is here after that. */
  private CompletableFuture<Path> after(Download present, AppAddress address) {
    CompletableFuture<Path> answer = new CompletableFuture<>();
    var unused =
        present
            .over()
            .whenComplete(
                (file, failure) -> {
                  if (!answer.isDone()) {
                    follow(fetch(address), answer);
                  }
                });
    return answer;
  }

  private static void follow(CompletableFuture<Path> own, CompletableFuture<Path> answer) {
    var unused =
        own.whenComplete(
            (file, failure) -> {
              boolean unusedAnswer =
                  failure == null ? answer.complete(file) : answer.completeExceptionally(failure);
            });
    var unusedToo = answer.whenComplete((file, failure) -> own.cancel(true));
  }

  boolean isEmpty() throws IOException {
    return store.isEmpty();
  }

  /**
   * Removes what nobody needs.
   *
   * @param named what configurations name, by the names of the files
   */
  void clean(Set<String> named) throws IOException {
    store.clean(name -> named.contains(name) || isRunning(name), clock.instant().minus(FRESH));
  }

  private synchronized boolean isRunning(String name) {
    return running.containsKey(name);
  }

  /** Ends what is under way; what has come so far is kept. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
