package io.emperor.provisioning.template;

import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.template.TemplateFiles.UnreadableException;
import io.pebbletemplates.pebble.PebbleEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a template and all that it names, and tells all that is wrong with them. Used once. */
final class TemplateReader {

  private static final int MOST = 100;

  private final String main;
  private final Path shown;
  private final TemplateFiles directory;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, Path> paths = new HashMap<>();
  private final Map<String, TemplateText> words = new LinkedHashMap<>();
  private final Set<String> macros = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private final Dialect dialect;
  private final PebbleEngine engine;

  TemplateReader(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    main = String.valueOf(absolute.getFileName());
    shown = file;
    directory = new TemplateFiles(absolute.getParent() == null ? absolute : absolute.getParent());
    dialect = new Dialect(Template.reading(main), Map.of());
    engine = dialect.engine(Map.of());
  }

  Template read() {
    try {
      text(main, shown);
    } catch (UnreadableException e) {
      throw new InvalidInputException(List.of(SafeText.name(shown) + ": " + e.why()));
    }
    words.forEach(this::check);
    PebbleEngine whole = dialect.engine(texts);
    words.keySet().forEach(name -> parse(whole, name));
    if (!problems.isEmpty()) {
      hints.addAll(problems);
      throw new InvalidInputException(hints);
    }
    return new Template(main, texts, files, paths);
  }

  private void text(String name, Path file) {
    String text = TemplateFiles.read(file);
    texts.put(name, text);
    paths.put(name, file);
    try {
      TemplateText found = TemplateText.of(engine, name, text);
      words.put(name, found);
      macros.addAll(found.macros());
      found.templates().forEach(named -> template(name, named));
      found.files().forEach(named -> file(name, named));
    } catch (RuntimeException | StackOverflowError e) {
      refused(name, e);
    }
  }

  private void template(String from, TemplateText.Named named) {
    if (texts.containsKey(named.name())) {
      return;
    }
    if (texts.size() >= MOST) {
      problem(from, named, "is one of more than " + MOST + " files; make them fewer");
      return;
    }
    try {
      text(named.name(), directory.find(named.name()));
    } catch (UnreadableException e) {
      problem(from, named, e.why());
    }
  }

  private void file(String from, TemplateText.Named named) {
    try {
      Path file = directory.find(named.name());
      files.put(named.name(), TemplateFiles.read(file));
      paths.put("file " + named.name(), file);
    } catch (UnreadableException e) {
      problem(from, named, e.why());
    }
  }

  private void check(String name, TemplateText text) {
    text.problems()
        .forEach(
            problem ->
                problem(
                    name, new TemplateText.Named(problem.word(), problem.line()), problem.what()));
    List<String> functions = new ArrayList<>(dialect.functionNames());
    functions.addAll(macros);
    unknown(name, "function", text.functions(), functions);
    unknown(name, "filter", text.filters(), dialect.filterNames());
    unknown(name, "test", text.tests(), Dialect.TESTS);
  }

  private void unknown(
      String name, String kind, List<TemplateText.Named> used, List<String> known) {
    used.stream()
        .filter(named -> !known.contains(named.name()))
        .forEach(
            named ->
                problem(
                    name,
                    named,
                    SafeText.name(named.name())
                        + " is no "
                        + kind
                        + "; "
                        + NearestName.remedy(named.name(), known)));
  }

  private void parse(PebbleEngine whole, String name) {
    try {
      var unused = whole.getTemplate(name);
    } catch (RuntimeException | StackOverflowError e) {
      refused(name, e);
    }
  }

  private void refused(String name, Throwable thrown) {
    String text = texts.getOrDefault(name, "");
    Path path = paths.get(name);
    hints.addAll(GoTemplates.hint(SafeText.name(String.valueOf(path)), text));
    problems.add(line(path, text, Failure.ofReading(name, thrown)));
  }

  private void problem(String from, TemplateText.Named named, String what) {
    problems.add(
        line(
            paths.get(from), texts.get(from), new Failure(from, named.line(), named.name(), what)));
  }

  /** The line that tells a failure. */
  static String line(@Nullable Path file, @Nullable String text, Failure failure) {
    return SafeText.name(file == null ? failure.file() : file)
        + ":"
        + Place.of(text == null ? "" : text, failure.line(), failure.word())
        + ": "
        + failure.what();
  }
}
