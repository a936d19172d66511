package io.emperor.bench.shop;

import io.emperor.bench.peer.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the shop is written in: the pattern of one part, {@code shop.article}, becomes a package for
 * each thing that it keeps.
 */
final class ShopSources {

  private static final String PATTERN = "article";

  /** Where the parts are named for the {@link java.util.ServiceLoader}. */
  static final String PARTS = "META-INF/services/shop.Part";

  private final Path template;
  private final List<String> things;

  /**
   * Of a directory with the packages {@code shop} and {@code host}, and the names of all things.
   */
  ShopSources(Path template) {
    this.template = template;
    this.things = Directory.io(() -> Files.readAllLines(template.resolve("things.txt")));
  }

  /**
   * Writes all of them, those of the hosts apart.
   *
   * @param target an empty directory
   * @return the files
   */
  List<Path> write(Path target) {
    List<Path> written = new ArrayList<>();
    Path shop = template.resolve("shop");
    for (Path source : files(shop)) {
      written.add(write(target, "shop", source.getFileName().toString(), text(source)));
    }
    for (Path source : files(shop.resolve(PATTERN))) {
      String file = source.getFileName().toString();
      written.add(write(target, "shop/" + PATTERN, file, text(source)));
      for (String thing : things) {
        written.add(write(target, "shop/" + thing, as(thing, file), as(thing, text(source))));
      }
    }
    return written;
  }

  /** The source that fits the shop into a host. */
  Path host(String type) {
    return template.resolve("host").resolve(type + ".java");
  }

  /** What {@link #PARTS} has to hold. */
  String parts() {
    return Stream.concat(Stream.of(PATTERN), things.stream())
        .map(thing -> as(thing, "shop.article.ArticlePart\n"))
        .reduce("", String::concat);
  }

  private static String as(String thing, String text) {
    return text.replace(PATTERN, thing).replace(capital(PATTERN), capital(thing));
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static Path write(Path target, String directory, String file, String text) {
    Path made = Directory.made(target.resolve(directory));
    return Directory.io(() -> Files.writeString(made.resolve(file), text));
  }

  private static String text(Path source) {
    return Directory.io(() -> Files.readString(source));
  }

  private static List<Path> files(Path directory) {
    return Directory.io(() -> filesOf(directory));
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
