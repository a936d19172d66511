package io.emperor.provisioning.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class QueuedEventsTest {

  private static final int MOST = 3;
  private static final SerfSelf SELF = SerfSelf.of("one", Map.of());

  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final QueuedEvents queued = new QueuedEvents(this::handle, MOST);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(QueuedEvents.class);

  @BeforeEach
  void begin() {
    written.start();
    logger.addAppender(written);
  }

  @AfterEach
  void end() {
    queued.close();
    logger.detachAppender(written);
  }

  private byte[] handle(SerfEvent event) {
    if (event.isQuery()) {
      return ("answer to " + event.name()).getBytes(UTF_8);
    }
    begun.release();
    try {
      mayEnd.acquire();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    handled.add(event.name());
    return "of no use".getBytes(UTF_8);
  }

  private byte[] tell(String name) {
    return queued.take(SerfEvent.ofUser(name, 1, SELF, new byte[0]));
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void handlesThemInTheirOrderAndKeepsNobodyWaiting() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      assertThat(tell(name)).isEmpty();
    }
    assertThat(handled).isEmpty();

    mayEnd.release(3);
    begun.acquire(3);
    queued.close();
    assertThat(handled).containsExactly("a", "b", "c");
  }

  @Test
  void aQueryWaitsForNoEvent() throws Exception {
    assertThat(tell("slow")).isEmpty();
    begun.acquire();

    assertThat(queued.take(SerfEvent.ofQuery("load", 1, SELF, new byte[0])))
        .asString()
        .isEqualTo("answer to load");
  }

  @Test
  void dropsTheLastOfTooManyAndSaysSoOnce() throws Exception {
    tell("running");
    begun.acquire();
    for (int i = 0; i < MOST + 5; i++) {
      assertThat(tell("e" + i)).isEmpty();
    }

    assertThat(lines())
        .containsExactly(
            "serf-events: 3 of them wait for their handlers, and more are dropped, user e3 first:"
                + " make the handlers quicker");
    mayEnd.release(2);
    begun.acquire(2);
    tell("later");
    assertThat(lines()).hasSize(2).element(1).asString().contains("taken again; 5 were dropped");
    mayEnd.release(9);
    begun.acquire(2);
    queued.close();
    assertThat(handled).containsExactly("running", "e0", "e1", "e2", "later");
  }

  @Test
  void endsWhatRunsWhenItIsClosed() throws Exception {
    tell("running");
    begun.acquire();

    queued.close();

    interrupted.await();
    assertThat(tell("late")).isEmpty();
    assertThat(lines()).isEmpty();
  }
}
