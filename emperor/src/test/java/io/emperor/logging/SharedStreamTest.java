package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class SharedStreamTest {

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void whoeverClosesItClosesItForNobody() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    SharedStream.keepOpen();
    System.out.println("before");

    System.out.close();
    System.out.println("after");

    assertThat(printed.toString(StandardCharsets.UTF_8).lines()).contains("before", "after");
    assertThat(System.out.checkError()).isFalse();
  }
}
