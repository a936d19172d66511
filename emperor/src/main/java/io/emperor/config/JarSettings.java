package io.emperor.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the settings that an app carries inside its jar. */
final class JarSettings {

  private static final List<String> NAMES =
      List.of("META-INF/vassal.yaml", "META-INF/vassal.yml", "META-INF/vassal.properties");

  private JarSettings() {}

  static List<Setting> read(String vassal, Path jar, Problems problems) {
    String source = vassal + ".jar";
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<ZipEntry> entries = NAMES.stream().map(zip::getEntry).filter(Objects::nonNull).toList();
      if (entries.size() > 1) {
        problems.add(
            new Origin(source, 0),
            "",
            "two configuration files: "
                + entries.get(0).getName()
                + " and "
                + entries.get(1).getName(),
            "remove one");
      }
      return entries.isEmpty() ? List.of() : read(zip, entries.get(0), source, problems);
    } catch (IOException e) {
      problems.add(
          new Origin(source, 0), "", "can't be read as a jar: " + e.getMessage(), "copy it again");
      return List.of();
    }
  }

  private static List<Setting> read(ZipFile zip, ZipEntry entry, String source, Problems problems)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return SettingsFile.parse(in, source + "!" + entry.getName(), problems);
    }
  }
}
