package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Web;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the memory that loading apps took. */
@Tag("jdk")
class SpareMemoryTest {

  private static final int APPS = 60;
  private static final String HEAP = "\\((\\d+)M\\)";

  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void onceAllAreLoadedTheHeapShrinksBesideThem() {
    for (int i = 0; i < APPS; i++) {
      AppJar.providing(Web.class).dropInto(vassals, "app-" + i);
    }
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        EmperorProcess emperor =
            EmperorProcess.start(
                data,
                Map.of("EMPEROR_JAVA_OPTS", "-XX:InitialHeapSize=256m -Xlog:gc:stdout"),
                "--consul-agent",
                agent.httpAddress(),
                "--vassals",
                vassals.toString())) {
      String begun = emperor.line("Pause Young (Concurrent Start) (System.gc())");
      String ended = emperor.line("GC(" + (number("GC\\((\\d+)", begun) + 1) + ") Pause Remark");

      assertThat(emperor.lines().stream().filter(line -> line.contains(": running generation 1 ")))
          .hasSize(APPS);
      assertThat(number(HEAP, ended)).isLessThan(number(HEAP, begun));
    }
  }

  private static int number(String pattern, String line) {
    Matcher found = Pattern.compile(pattern).matcher(line);
    assertThat(found.find()).as(line).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
