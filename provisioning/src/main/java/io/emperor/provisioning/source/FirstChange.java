package io.emperor.provisioning.source;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Waits in the stream of a watch until there is more than its first line, which says that it was
 * begun. What came is not looked at: an event, that history is gone, an error, each is a reason to
 * read the keys again.
 */
final class FirstChange implements BodySubscriber<Boolean> {

  private final CompletableFuture<Boolean> change = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private boolean begun;

  @Override
  public CompletionStage<Boolean> getBody() {
    return change;
  }

  @Override
  public void onSubscribe(Flow.Subscription stream) {
    subscription = stream;
    stream.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      while (buffer.hasRemaining() && !change.isDone()) {
        byte next = buffer.get();
        if (begun) {
          happened();
        }
        begun |= next == '\n';
      }
    }
  }

  private void happened() {
    change.complete(true);
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    change.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    change.complete(false);
  }
}
