package io.emperor.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class WarTest {

  @Test
  void bringsItsDescriptorAndItsClasses() throws IOException {
    assertThat(names(War.content()))
        .containsExactly(
            "WEB-INF/web.xml",
            "WEB-INF/classes/io/emperor/bench/app/Greeting.class",
            "WEB-INF/classes/io/emperor/bench/app/Registration.class");
  }

  private static List<String> names(byte[] war) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(war))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
