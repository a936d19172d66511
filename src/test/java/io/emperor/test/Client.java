package io.emperor.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks again and again, on a thread of its own, and keeps what has failed. */
final class Client {

  private final AtomicBoolean over = new AtomicBoolean();
  private final List<String> failures = new ArrayList<>();
  private final Thread thread;

  private Client(Runnable question) {
    thread = new Thread(() -> ask(question), "client");
    thread.start();
  }

  static Client asking(Runnable question) {
    return new Client(question);
  }

  private void ask(Runnable question) {
    while (!over.get()) {
      try {
        question.run();
      } catch (RuntimeException | AssertionError e) {
        failures.add(e.toString());
      }
    }
  }

  /** Ends the asking, and answers what has failed. */
  List<String> failures() throws InterruptedException {
    over.set(true);
    thread.join();
    return failures;
  }
}
