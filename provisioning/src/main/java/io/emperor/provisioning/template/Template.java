package io.emperor.provisioning.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.provisioning.source.InvalidInputException;
import io.pebbletemplates.pebble.PebbleEngine;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A template in Pebble's language with all that it includes, imports, extends and reads from beside
 * it. Nothing of it is read again when it is rendered. Immutable, for use by many threads.
 *
 * <p>Unknown names are errors; nothing is escaped; lines end as they are written. A render has at
 * most 16 Mi characters, takes at most 5 million steps and 10 s, goes at most 200 levels deep and
 * asks at most 200 things of Consul.
 */
public final class Template {

  private static final TemplateData NOTHING =
      new TemplateData(
          JsonNodeFactory.instance.objectNode(),
          Map.of(),
          new TemplateData.Answers() {
            @Override
            public <T> Answer<T> to(Query<T> query) {
              return Answer.none();
            }
          });

  private final String name;
  private final Map<String, String> texts;
  private final Map<String, String> files;
  private final Map<String, Path> paths;

  Template(
      String name, Map<String, String> texts, Map<String, String> files, Map<String, Path> paths) {
    this.name = name;
    this.texts = Map.copyOf(texts);
    this.files = Map.copyOf(files);
    this.paths = Map.copyOf(paths);
  }

  /**
   * Reads a template.
   *
   * @param file in UTF-8, of at most 1 MiB; what it names is in its directory or below
   * @throws InvalidInputException if it can't be read or knows something that templates don't, one
   *     line {@code file:line:column: what; what to do} each; if it is one of consul-template's,
   *     with what to write instead
   */
  public static Template read(Path file) {
    return new TemplateReader(file).read();
  }

  /** All files that it is made of, itself among them: one that changes makes it another one. */
  public Set<Path> files() {
    return new LinkedHashSet<>(paths.values());
  }

  /**
   * Renders it. Asks nobody: what is not known yet is missing, and there is no text then.
   *
   * @return what it renders to, and what it asked on the way
   * @throws InvalidInputException if it can't be, one line {@code file:line:column: what; what to
   *     do} without any value; if it waits for something, only for what no answer can change
   */
  public Rendered render(TemplateData data) {
    return render(data, Limits.USUAL);
  }

  Rendered render(TemplateData data, Limits limits) {
    Run run = new Run(limits, data, name);
    try {
      StringWriter text = new StringWriter();
      PebbleEngine engine = new Dialect(run, files).engine(texts);
      engine.getTemplate(name).evaluate(text, new HashMap<>());
      return run.rendered(run.isComplete() ? text.toString() : "");
    } catch (RuntimeException | StackOverflowError | IOException e) {
      return failed(run, e);
    }
  }

  private Rendered failed(Run run, Throwable thrown) {
    NotThereException missing = Failure.notThere(thrown);
    if (missing != null) {
      String text = texts.getOrDefault(run.file(), "");
      run.misses(
          Place.stands(text, run.line(), String.valueOf(missing.getAttributeName()))
              ? missing.what()
              : "an input is not there whose name a value says");
    }
    if (run.isComplete() || Failure.isFinal(thrown)) {
      Failure failure = Failure.ofRendering(run, thrown, texts);
      throw new InvalidInputException(List.of(line(failure)));
    }
    return run.rendered("");
  }

  private String line(Failure failure) {
    return TemplateReader.line(paths.get(failure.file()), texts.get(failure.file()), failure);
  }

  /** A run of nothing, to read templates with. */
  static Run reading(String name) {
    return new Run(Limits.USUAL, NOTHING, name);
  }

  @Override
  public String toString() {
    return "Template[" + paths.get(name) + "]";
  }
}
