package io.emperor.bench;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.emperor.bench.figure.Page;
import io.emperor.bench.figure.Plot;
import io.emperor.bench.figure.Result;
import io.emperor.bench.peer.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of all comparisons in files, each until it is measured anew, and the page of them.
 */
final class Results {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final BenchPaths paths;

  Results(BenchPaths paths) {
    this.paths = paths;
  }

  /**
   * What was recorded, of each comparison, by its name.
   *
   * @param place a file, or a directory of them
   * @throws IllegalArgumentException if that can't be read, or isn't what {@code bench/run} records
   */
  static SortedMap<String, Result> read(Path place) {
    SortedMap<String, Result> all = new TreeMap<>();
    for (Path file : files(place)) {
      Result result = result(file);
      all.put(result.name(), result);
    }
    return all;
  }

  private static List<Path> files(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      if (found.isEmpty()) {
        throw unreadable(place, "no file in it ends with .json");
      }
      return found;
    } catch (IOException e) {
      throw unreadable(place, message(e));
    }
  }

  private static Result result(Path file) {
    try {
      return JSON.readValue(file.toFile(), Result.class);
    } catch (ValueInstantiationException e) {
      throw unreadable(file, message(e.getCause() == null ? e : e.getCause()));
    } catch (JsonProcessingException e) {
      throw unreadable(file, where(e.getLocation()) + e.getOriginalMessage());
    } catch (IOException e) {
      throw unreadable(file, message(e));
    }
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null ? "" : "line " + location.getLineNr() + ": ";
  }

  private static IllegalArgumentException unreadable(Path place, String cause) {
    return new IllegalArgumentException(
        place
            + " has no results: "
            + cause.lines().findFirst().orElse("")
            + "; name a file that bench/run has written, or a directory of them, as bench/results");
  }

  void keep(Result result) {
    Directory.made(paths.results());
    write(file(result.name()), Directory.io(() -> JSON.writeValueAsString(result)) + "\n");
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
        result(file),
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
