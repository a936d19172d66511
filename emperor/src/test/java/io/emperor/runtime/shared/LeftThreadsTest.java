package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.consul.Await;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Launches;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class LeftThreadsTest {

  /** Does not care for interrupts. */
  private static final String STUBBORN =
      """
      package shop;
      public class Stubborn implements Runnable {
        public static final java.util.concurrent.CountDownLatch OVER = new java.util.concurrent.CountDownLatch(1);
        public void run() {
          while (OVER.getCount() > 0) {
            try {
              OVER.await();
            } catch (InterruptedException e) {
              // once more
            }
          }
        }
      }
      """;

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(LeftThreads.class);
  private VassalClassLoader loader;
  private LeftThreads left;

  @BeforeEach
  void load() throws Exception {
    Path jar =
        AppJar.empty()
            .withSource("shop.Stubborn", STUBBORN)
            .writtenTo(directory.resolve("shop.jar"));
    loader = VassalClassLoader.ofJar(Launches.of("shop", jar));
    left = new LeftThreads(new VassalGroup("shop", 1), loader);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() throws Exception {
    logger.detachAppender(log);
    ((CountDownLatch) loader.loadClass("shop.Stubborn").getField("OVER").get(null)).countDown();
    loader.close();
  }

  @Test
  void aThreadOutsideOfTheGroupIsToldByItsContextClassLoader() throws Exception {
    Thread courier = new Thread(stubborn(), "courier");
    courier.setContextClassLoader(loader);
    courier.start();

    left.interrupt();
    left.tell();

    assertThat(told()).endsWith("stop() should end them: courier");
  }

  @Test
  void whatHasNothingLeftIsNotTold() {
    left.interrupt();
    left.tell();

    assertThat(log.list).isEmpty();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aVirtualThreadIsToldByTheCodeThatItRuns() throws Exception {
    CountDownLatch others = new CountDownLatch(1);
    Thread other = virtual(() -> await(others));
    Thread nameless = virtual(stubborn());
    await(nameless);

    left.interrupt();
    left.tell();

    assertThat(told()).endsWith("stop() should end them: virtual thread #" + nameless.getId());
    others.countDown();
    other.join();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void theVirtualThreadsOfAnAppThatIsBackAreItsOwn() throws Exception {
    Thread running = virtual(stubborn());
    await(running);

    left.interrupt();
    LeftThreads back = new LeftThreads(new VassalGroup("shop", 1), loader);
    left.tell();

    assertThat(log.list).isEmpty();
    back.interrupt();
  }

  private String told() {
    assertThat(log.list).hasSize(1);
    return log.list.get(0).getFormattedMessage();
  }

  private Runnable stubborn() throws Exception {
    return (Runnable) loader.loadClass("shop.Stubborn").getConstructor().newInstance();
  }

  private static Thread virtual(Runnable task) throws Exception {
    return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
  }

  /** Until it waits in the app's code. */
  private static void await(Thread thread) {
    Await.until("it waits", () -> thread.getState() == Thread.State.WAITING);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
