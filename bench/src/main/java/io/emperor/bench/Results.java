package io.emperor.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.emperor.bench.figure.Page;
import io.emperor.bench.figure.Plot;
import io.emperor.bench.figure.Result;
import io.emperor.bench.peer.Directory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The results of all comparisons in files, each until it is measured anew, and the page of them.
 */
final class Results {

  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final BenchPaths paths;

  Results(BenchPaths paths) {
    this.paths = paths;
  }

  void keep(Result result) {
    Directory.made(paths.results());
    write(file(result.name()), Directory.io(() -> json.writeValueAsString(result)) + "\n");
  }

  /** Writes the page with those that have been measured. */
  void writePage(List<Comparison> comparisons) {
    List<Page.Part> parts =
        comparisons.stream()
            .filter(comparison -> Files.exists(file(comparison.name())))
            .map(this::part)
            .toList();
    parts.stream().map(Page.Part::result).forEach(this::draw);
    write(paths.page(), Page.of(parts));
  }

  private Page.Part part(Comparison comparison) {
    Path file = file(comparison.name());
    Path notes = paths.notes().resolve(comparison.name() + ".md");
    return new Page.Part(
        comparison.title(),
        comparison.method(),
        Directory.io(() -> json.readValue(file.toFile(), Result.class)),
        Files.exists(notes) ? Directory.io(() -> Files.readString(notes)) : "");
  }

  private void draw(Result result) {
    if (!result.curves().isEmpty()) {
      Path images = Directory.made(paths.page().resolveSibling("images"));
      write(images.resolve(result.name() + ".svg"), Plot.of(result.curves()));
    }
  }

  private Path file(String name) {
    return paths.results().resolve(name + ".json");
  }

  private static void write(Path file, String text) {
    Directory.io(() -> Files.writeString(file, text));
  }
}
