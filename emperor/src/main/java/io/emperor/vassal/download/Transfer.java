package io.emperor.vassal.download;

import io.emperor.base.Cancellation;
import io.emperor.config.AppAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for what is missing of an app, and takes it. Nobody waits for it on a thread, however slow a
 * server is.
 */
final class Transfer {

  /** What came of it, where it was not a failure. */
  enum Outcome {
    /** All has come, whatever it is. */
    ENDED,
    /** What is there can't be gone on with. */
    UNFIT
  }

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");

  private final AppAddress address;
  private final PartialFile partial;
  private final Optional<String> authorization;
  private final HttpClient http;
  private final DownloadLimits limits;
  private final ScheduledExecutorService timer;
  private final Executor executor;
  private final Cancellation cancellation = new Cancellation();

  Transfer(
      AppAddress address,
      PartialFile partial,
      Optional<String> authorization,
      HttpClient http,
      DownloadLimits limits,
      ScheduledExecutorService timer,
      Executor executor) {
    this.address = address;
    this.partial = partial;
    this.authorization = authorization;
    this.http = http;
    this.limits = limits;
    this.timer = timer;
    this.executor = executor;
  }

  CompletableFuture<Outcome> begin() {
    return ask(address.uri(), 0);
  }

  /** Ends it soon, wherever it is. */
  void cancel() {
    cancellation.cancel();
  }

  private CompletableFuture<Outcome> ask(URI uri, int redirects) {
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> asked;
    try {
      asked = http.sendAsync(request(uri), BodyHandlers.ofPublisher());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new DownloadException(address, "it can't be asked for", "correct app:", e));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    cancellation.covers(asked);
    return asked.thenComposeAsync(answer -> answered(answer, uri, redirects), executor);
  }

  private HttpRequest request(URI uri) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(limits.answer()).header("Accept-Encoding", "identity");
    if (Redirects.isSameServer(address.uri(), uri)) {
      authorization.ifPresent(value -> request.header("Authorization", value));
    }
    if (partial.size() > 0) {
      request.header("Range", "bytes=" + partial.size() + "-");
      partial.validator().ifPresent(value -> request.header("If-Range", value));
    }
    return request.build();
  }

  private CompletableFuture<Outcome> answered(
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer, URI uri, int redirects) {
    try {
      int status = answer.statusCode();
      if (status == 200) {
        partial.restart(validator(answer));
        return receive(answer);
      }
      if (status == 206 && partial.size() > 0 && continues(answer)) {
        return receive(answer);
      }
      ignore(answer);
      if ((status == 206 || status == 416) && partial.size() > 0) {
        return CompletableFuture.completedFuture(Outcome.UNFIT);
      }
      if (Redirects.isRedirect(status)) {
        Optional<String> location = answer.headers().firstValue("Location");
        return ask(Redirects.next(address, uri, location, redirects), redirects + 1);
      }
      throw new DownloadException(
          address, TransferFailure.answer(address, uri, status), TransferFailure.remedy(status));
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** Strong ones alone: by others, different bytes may be the same. */
  private static Optional<String> validator(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> answer.headers().firstValue("Last-Modified"));
  }

  private boolean continues(HttpResponse<?> answer) {
    Matcher range = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
    return range.matches() && Long.parseLong(range.group(1)) == partial.size();
  }

  private CompletableFuture<Outcome> receive(HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer)
      throws Exception {
    OptionalLong coming = answer.headers().firstValueAsLong("Content-Length");
    if (coming.isPresent() && coming.getAsLong() > limits.bytes() - partial.size()) {
      ignore(answer);
      throw Receiver.tooLarge(address, limits);
    }
    CompletableFuture<Void> whole =
        Receiver.receive(answer.body(), address, partial, limits, timer);
    cancellation.covers(whole);
    return whole.thenApply(done -> Outcome.ENDED);
  }

  /** It may be without end. */
  private static void ignore(HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer) {
    answer.body().subscribe(new Unread());
  }

  private static final class Unread implements Flow.Subscriber<List<ByteBuffer>> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
