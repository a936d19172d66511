package io.emperor.config.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Whatever a file of settings holds, it is settings or problems. */
class SettingsFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void isSettingsOrProblems(byte[] content) throws IOException {
    for (String name : List.of("a.yaml", "a.properties")) {
      List<Setting> unused =
          SettingsFile.parse(
              new ByteArrayInputStream(content), name, KeyWords.PLAIN, new Problems());
    }
  }
}
