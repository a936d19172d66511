package io.emperor.provisioning.handler;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files {@code ROLE/EVENT}, looked for anew each time. What comes from outside is compared with
 * the names of the files that there are, and never becomes a path. Thread safe.
 */
final class HandlerDirectory {

  private static final Logger log = LoggerFactory.getLogger(HandlerDirectory.class);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final String OF_EVERY_ROLE = "default";

  private final Path directory;
  private final Set<Path> warned = ConcurrentHashMap.newKeySet();

  HandlerDirectory(Path directory) {
    this.directory = directory;
  }

  /** Those for an event in their order: role by role as the node has them, then the default's. */
  List<Path> handlers(SerfEvent event) {
    List<String> files = files(event);
    return roles(event.self().role())
        .flatMap(role -> child(directory, role::equals, Files::isDirectory).stream())
        .flatMap(place -> files.stream().flatMap(file -> handler(place, file).stream()))
        .distinct()
        .toList();
  }

  private static Stream<String> roles(String several) {
    return Stream.concat(
        SerfSelf.several(several).stream()
            .filter(HandlerDirectory::isName)
            .filter(role -> !role.equals(OF_EVERY_ROLE)),
        Stream.of(OF_EVERY_ROLE));
  }

  /** What a handler of the event may be called, {@code -} for {@code _}. */
  private static List<String> files(SerfEvent event) {
    List<String> files = new ArrayList<>();
    String own = alike(event.isNamed() ? event.name() : event.type());
    if (!event.isNamed() || !isOfSerf(own)) {
      files.add(own);
    }
    if (event.type().equals(SerfEvent.USER)) {
      files.add(SerfEvent.USER);
    }
    return files.stream().filter(HandlerDirectory::isName).toList();
  }

  /** Whoever sends an event could otherwise have those run that are for other events. */
  private static boolean isOfSerf(String name) {
    return name.equals(SerfEvent.USER) || name.startsWith(SerfEvent.MEMBER);
  }

  private static boolean isName(String word) {
    return NAME.matcher(word).matches();
  }

  private static String alike(String name) {
    return name.replace('_', '-');
  }

  private Optional<Path> handler(Path place, String file) {
    Optional<Path> found =
        child(place, name -> alike(name).equals(file), path -> !Files.isDirectory(path));
    found.ifPresent(this::look);
    return found.filter(Files::isExecutable);
  }

  private void look(Path file) {
    if (Files.isExecutable(file)) {
      warned.remove(file);
    } else if (warned.add(file)) {
      log.warn("{} can't be executed and is not run: chmod +x it", SafeText.name(file));
    }
  }

  /** Of several, the first in the order of their names. */
  private static Optional<Path> child(
      Path parent, Predicate<String> named, Predicate<Path> suitable) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            parent, child -> named.test(child.getFileName().toString()) && suitable.test(child))) {
      children.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      log.debug("there is no directory {}", SafeText.name(parent));
    } catch (IOException | DirectoryIteratorException e) {
      log.warn(
          "{} can't be read, and no handler in it is run: {}",
          SafeText.name(parent),
          SafeText.of(e));
    }
    return found.stream().sorted().findFirst();
  }
}
