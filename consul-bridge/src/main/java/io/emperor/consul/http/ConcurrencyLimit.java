package io.emperor.consul.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Lets so many requests through at a time, first come, first served. Consul takes 200 connections
 * from one address and refuses all others, among them those that carry heartbeats.
 */
final class ConcurrencyLimit implements Interceptor {

  private final Semaphore places;
  private final int most;
  private final long waitMillis;

  ConcurrencyLimit(int most, long waitMillis) {
    this.places = new Semaphore(most, true);
    this.most = most;
    this.waitMillis = waitMillis;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    enter();
    try {
      return chain.proceed(chain.request());
    } finally {
      places.release();
    }
  }

  private void enter() throws IOException {
    try {
      if (!places.tryAcquire(waitMillis, TimeUnit.MILLISECONDS)) {
        throw new InterruptedIOException(
            String.format(Locale.ROOT, "%d calls were under way for %d ms", most, waitMillis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
