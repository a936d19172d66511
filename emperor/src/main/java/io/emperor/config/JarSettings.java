package io.emperor.config;

import io.emperor.config.file.Origin;
import io.emperor.config.file.Problems;
import io.emperor.config.file.Setting;
import io.emperor.config.file.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads the settings that an app carries inside its jar or war. */
final class JarSettings {

  private static final List<String> NAMES =
      List.of(
          "META-INF/vassal.yaml",
          "META-INF/vassal.yml",
          "META-INF/vassal.properties",
          "WEB-INF/classes/META-INF/vassal.yaml",
          "WEB-INF/classes/META-INF/vassal.yml",
          "WEB-INF/classes/META-INF/vassal.properties");

  private JarSettings() {}

  static List<Setting> read(String vassal, Path jar, Problems problems) {
    String source = shown(vassal, jar);
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
          new Origin(source, 0),
          "",
          "can't be read as a " + source.substring(source.length() - 3) + ": " + e.getMessage(),
          "copy it again");
      return List.of();
    }
  }

  /** The file as the user knows it, by the ending of its copy. */
  static String shown(String vassal, @Nullable Path copy) {
    return vassal
        + (copy != null && copy.toString().toLowerCase(Locale.ROOT).endsWith(".war")
            ? ".war"
            : ".jar");
  }

  private static List<Setting> read(ZipFile zip, ZipEntry entry, String source, Problems problems)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return SettingsFile.parse(in, source + "!" + entry.getName(), VassalKeys.WORDS, problems);
    }
  }
}
