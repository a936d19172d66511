package io.emperor.config.uwsgi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.emperor.base.NearestName;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Problem;
import io.emperor.config.file.Problems;
import io.emperor.config.file.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration of uWSGI's. An ini file is one if it has options of uWSGI's in a section {@code
 * [uwsgi]}, a YAML or JSON file if it has a map or a list at {@code uwsgi}, an XML file if its root
 * is {@code <uwsgi>}. Immutable.
 */
public final class UwsgiFile {

  static final String NAME = "uwsgi";

  private static final String PAGE = "docs/from-uwsgi.md";
  private static final String SEEN = "is uWSGI's";
  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML = new YAMLFactory();
  private static final List<String> OTHERS_FORMATS = List.of(".xml", ".json", ".js");

  private final Path named;
  private final Collection<String> ours;
  private final Map<String, List<GivenOption>> options = new LinkedHashMap<>();

  private UwsgiFile(Path named, Collection<String> ours, List<GivenOption> given) {
    this.named = named;
    this.ours = ours;
    given.forEach(
        option -> options.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(option));
  }

  /**
   * Looks whether a file is one, and never into more of it than {@link SettingsFile#LONGEST}.
   *
   * @param file the file, of any kind, or none
   * @param named how people know it, with the same ending
   * @param ours the keys of the emperor's own: an ini file of these alone is none of uWSGI's
   * @return empty if it is no such file, or can't be read
   */
  public static Optional<UwsgiFile> read(Path file, Path named, Collection<String> ours) {
    String name = named.toString().toLowerCase(Locale.ROOT);
    // Opening a pipe would wait for its other end.
    if (!Files.isRegularFile(file) || name.endsWith(".properties")) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return options(name, in.readNBytes(SettingsFile.LONGEST))
          .map(given -> new UwsgiFile(named, ours, given))
          .filter(read -> !name.endsWith(".ini") || read.hasOptions());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a file's ending is of a format that uWSGI reads and the emperor does not. */
  public static boolean isOthersFormat(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return OTHERS_FORMATS.stream().anyMatch(name::endsWith);
  }

  private static Optional<List<GivenOption>> options(String name, byte[] bytes) {
    if (name.endsWith(".xml")) {
      return XmlOptions.of(bytes);
    }
    String text = text(bytes);
    if (!text.contains(NAME)) {
      return Optional.empty();
    }
    if (name.endsWith(".ini")) {
      return Optional.of(IniOptions.of(text));
    }
    return TreeOptions.of(text, isOthersFormat(Path.of(name)) ? JSON : YAML);
  }

  /** uWSGI reads bytes, of whatever encoding. */
  private static String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private boolean hasOptions() {
    return options.keySet().stream()
        .anyMatch(name -> !ours.contains(name) && Counterparts.of(name).isPresent());
  }

  /** Says that the file is refused, and of each option what to write instead. */
  public void report(Problems problems) {
    problems.add(new Origin(named.toString(), 0), "", "is a configuration of uWSGI's", remedy());
    options.forEach(
        (name, given) -> {
          Optional<Counterpart> counterpart = Counterparts.of(name);
          if (counterpart.isPresent() || !isOurs(name)) {
            problems.add(() -> problem(given, counterpart));
          }
        });
  }

  /** The same as what is thrown for a file that can't be used. */
  public InvalidConfigException refusal() {
    Problems problems = new Problems();
    report(problems);
    return problems.refusal().orElseThrow();
  }

  private String remedy() {
    String keys = "the emperor's keys in place of its options, which " + PAGE + " has beside them";
    String name = String.valueOf(named.getFileName());
    return isOthersFormat(named)
        ? "write " + name.substring(0, name.lastIndexOf('.')) + ".yaml with " + keys
        : "write " + keys;
  }

  private boolean isOurs(String name) {
    int dot = name.indexOf('.');
    return ours.contains(dot < 0 ? name : name.substring(0, dot));
  }

  private Problem problem(List<GivenOption> given, Optional<Counterpart> counterpart) {
    GivenOption first = given.get(0);
    return new Problem(
        new Origin(named.toString(), first.line()).toString(),
        first.name(),
        SEEN,
        counterpart
            .map(here -> here.remedy(given.stream().map(GivenOption::value).toList()))
            .orElseGet(() -> unknown(first.name())));
  }

  private String unknown(String name) {
    return NearestName.find(name, ours)
        .map(near -> "did you mean " + near + "?")
        .orElse(Counterparts.NONE_KNOWN);
  }
}
