package io.emperor.monitor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever lies in a vassals directory, it is a whole zip or it is none. */
class ZipEndFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void isWholeOrNot(byte[] content) throws IOException {
    Path file = Files.createTempFile("fuzz", ".jar");
    try {
      Files.write(file, content);
      Content unused = ZipEnd.look(file);
    } finally {
      Files.delete(file);
    }
  }
}
