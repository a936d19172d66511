package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated
class SharedStreamTest {

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Logger logger = (Logger) LoggerFactory.getLogger("System.out");
  private final Remembering logged = new Remembering();

  @BeforeEach
  void install() {
    logged.start();
    logger.setAdditive(false);
    logger.addAppender(logged);
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    SharedStream.install();
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
    logger.detachAppender(logged);
    logger.setAdditive(true);
  }

  @Test
  void whoeverClosesItClosesItForNobody() {
    System.out.println("before");

    System.out.close();
    System.out.println("after");

    assertThat(printed()).contains("before", "after");
    assertThat(System.out.checkError()).isFalse();
  }

  @Test
  void whatAnAppPrintsIsALineOfTheLogInItsVassalsName() throws Exception {
    Runnable shop = printing("shop");

    shop.run();
    CompletableFuture.runAsync(shop).get();

    assertThat(logged.lines).containsExactly("shop: zwölf 12", "shop: zwölf 12");
    assertThat(printed()).isEmpty();
  }

  @Test
  void whatTheEmperorPrintsOnAnAppsThreadIsNot() throws Exception {
    Logs.on("shop", () -> System.out.println("by the emperor"));

    assertThat(printed()).containsExactly("by the emperor");
    assertThat(logged.lines).isEmpty();
  }

  @Test
  void linesOfAppsThatPrintInTurnsDoNotMix() throws Exception {
    Runnable shop = printing("shop", "one ", "two");
    Runnable stock = printing("stock", "three ", "four");

    shop.run();
    stock.run();
    SharedStream.ended("stock");
    SharedStream.ended("shop");

    assertThat(logged.lines).containsExactly("stock: three four", "shop: one two");
  }

  @Test
  void aLineWithoutAnEndIsCutBetweenCharacters() throws Exception {
    printing("shop", "x", "ä".repeat(5000)).run();
    SharedStream.ended("shop");

    assertThat(logged.lines).hasSize(3).first().asString().endsWith("xää" + "ä".repeat(2046));
    assertThat(String.join("", logged.lines)).doesNotContain("\ufffd");
  }

  /** The emperor's own log may print, too: with a configuration of Logback that somebody brings. */
  @Test
  void aLogThatPrintsDoesNotAskTheLogAgain() throws Exception {
    logger.detachAppender(logged);
    Remembering printing =
        new Remembering() {
          @Override
          protected void append(ILoggingEvent event) {
            System.out.println("logged: " + event.getFormattedMessage());
          }
        };
    printing.start();
    logger.addAppender(printing);

    printing("shop").run();

    logger.detachAppender(printing);
    assertThat(printed()).containsExactly("logged: zwölf 12");
  }

  private List<String> printed() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Code of a vassal's. */
  private static Runnable printing(String vassal, String... words) throws Exception {
    return (Runnable)
        new Classes(vassal, Printing.class)
            .loadClass(Printing.class.getName())
            .getConstructor(String[].class)
            .newInstance((Object) words);
  }

  /** Prints words, or a line if there are none. */
  public static final class Printing implements Runnable {
    private final String[] words;

    /** For reflection. */
    public Printing(String[] words) {
      this.words = words.clone();
    }

    @Override
    public void run() {
      for (String word : words) {
        System.out.print(word);
      }
      if (words.length == 0) {
        System.out.printf("zwölf %s%n", 12);
      }
    }
  }

  private static class Remembering extends AppenderBase<ILoggingEvent> {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(VassalName.of(event).orElse("-") + ": " + event.getFormattedMessage());
    }
  }
}
