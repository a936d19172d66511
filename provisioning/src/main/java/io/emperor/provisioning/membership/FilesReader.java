package io.emperor.provisioning.membership;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.YamlTree;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the map {@code files} of a file. What is wrong becomes problems. For one thread. */
public final class FilesReader {

  private static final List<String> KEYS =
      List.of("directory", "formats", "subscribe", "observe", "hosts", "haproxy", "on-change");

  private static final List<String> HAPROXY_KEYS = List.of("socket", "slots", "on-change");

  private static final Set<FileFormat> USUAL =
      EnumSet.of(FileFormat.HOSTS, FileFormat.JSON, FileFormat.YAML);

  private static final int SLOTS = 10;
  private static final int MOST_SLOTS = 1000;

  /** What the kernel takes for the path of a socket. */
  private static final int LONGEST_SOCKET = 107;

  private final YamlTree tree;
  private final JsonNode map;
  private final Function<String, Path> paths;
  private final OnChange usual;
  private final List<String> problems;

  /**
   * Reads nothing yet.
   *
   * @param tree what is in the file
   * @param paths finds a path as somebody wrote it; throws an IllegalArgumentException whose
   *     message goes on after the key
   * @param usual what a change does where the map does not say it
   * @param problems takes what is wrong, a line each, without any value
   */
  public FilesReader(
      YamlTree tree, Function<String, Path> paths, OnChange usual, List<String> problems) {
    this.tree = tree;
    this.map = tree.root().path("files");
    this.paths = paths;
    this.usual = usual;
    this.problems = problems;
  }

  /** Which files follow the cluster; empty if there is no such key, or it can't be used. */
  public Optional<FilesPlan> read() {
    if (map.isMissingNode()) {
      return Optional.empty();
    }
    int before = problems.size();
    if (!map.isObject()) {
      wrong("is no map; write directory: and subscribe: below it");
      return Optional.empty();
    }
    requireKeys(map, KEYS, "the files");
    Optional<Path> directory = directory();
    Set<FileFormat> formats = formats();
    Subscriptions subscriptions = subscriptions();
    Optional<Path> hosts = text(map, paths, "hosts");
    OnChange onChange = text(map, OnChange::parse, "on-change").orElse(usual);
    HaproxyPlan haproxy = haproxy(onChange);
    if (formats.contains(FileFormat.HAPROXY)) {
      requireBackends(subscriptions);
    } else if (map.has("haproxy")) {
      wrong("is for the format haproxy; write haproxy among formats, too", "haproxy");
    }
    return problems.size() > before || directory.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FilesPlan(directory.get(), formats, subscriptions, hosts, haproxy, onChange));
  }

  private Optional<Path> directory() {
    if (!map.has("directory")) {
      wrong("is missing; write the path of a directory", "directory");
    }
    Optional<Path> directory = text(map, paths, "directory");
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      wrong("is no directory; make it, or correct the path", "directory");
    }
    return directory;
  }

  private Set<FileFormat> formats() {
    if (!map.has("formats")) {
      return USUAL;
    }
    Set<FileFormat> formats = EnumSet.noneOf(FileFormat.class);
    for (String word : words("formats", "formats: " + String.join(", ", FileFormat.keys()))) {
      Optional<FileFormat> format = FileFormat.find(word);
      format.ifPresent(formats::add);
      if (format.isEmpty()) {
        wrong(
            "has " + SafeText.name(word) + "; " + NearestName.remedy(word, FileFormat.keys()),
            "formats");
      }
    }
    return formats;
  }

  private Subscriptions subscriptions() {
    List<String> subscribed = products("subscribe");
    List<String> observed = products("observe");
    if (!map.has("subscribe") && !map.has("observe")) {
      wrong(
          "is missing; write a list of products, [shop], or observe: for their public services",
          "subscribe");
    }
    return Subscriptions.of(subscribed, observed);
  }

  private List<String> products(String key) {
    List<String> names = words(key, "products");
    names.stream()
        .filter(name -> !ProductName.isOne(name))
        .forEach(
            name ->
                wrong(
                    "has "
                        + SafeText.name(name)
                        + ", which is no product; write a name of "
                        + ProductName.RULE,
                    key));
    return names.stream().filter(ProductName::isOne).toList();
  }

  /** Two files of one HAProxy must not have a backend of the same name. */
  private void requireBackends(Subscriptions subscriptions) {
    for (String product : subscriptions.products()) {
      for (String other : subscriptions.products()) {
        if (other.startsWith(HaproxyFile.backend(product, ""))) {
          wrong(
              "may have one backend for two services, as "
                  + SafeText.name(other)
                  + " begins like a backend of "
                  + SafeText.name(product)
                  + "; rename one, or leave haproxy out of the formats",
              "formats");
        }
      }
    }
  }

  private HaproxyPlan haproxy(OnChange onChange) {
    JsonNode haproxy = map.path("haproxy");
    if (!haproxy.isMissingNode() && !haproxy.isObject()) {
      wrong("is no map; write socket: or slots: below it", "haproxy");
    }
    requireKeys(haproxy, HAPROXY_KEYS, "HAProxy", "haproxy");
    return new HaproxyPlan(
        text(map, this::socket, "haproxy", "socket"),
        slots(haproxy.path("slots")),
        text(map, OnChange::parse, "haproxy", "on-change").orElse(onChange));
  }

  private SocketAddress socket(String text) {
    Optional<Endpoint> endpoint = Endpoint.parse(text);
    if (endpoint.isPresent()) {
      return new InetSocketAddress(endpoint.get().address().address(), endpoint.get().port());
    }
    Path path = paths.apply(text);
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
      throw new IllegalArgumentException(
          "is longer than the "
              + LONGEST_SOCKET
              + " bytes of a socket's path; write a shorter one");
    }
    return UnixDomainSocketAddress.of(path);
  }

  private int slots(JsonNode said) {
    if (said.isMissingNode()) {
      return SLOTS;
    }
    if (!said.isInt() || said.intValue() < 1 || said.intValue() > MOST_SLOTS) {
      wrong("is no number of slots; write one from 1 to " + MOST_SLOTS, "haproxy", "slots");
      return SLOTS;
    }
    return said.intValue();
  }

  /** A list of texts; what is not there is an empty one. */
  private List<String> words(String key, String what) {
    JsonNode said = map.path(key);
    boolean texts = true;
    Set<String> words = new LinkedHashSet<>();
    for (JsonNode word : said) {
      texts &= word.isTextual();
      words.add(word.asText());
    }
    if (!said.isMissingNode() && (!said.isArray() || words.isEmpty() || !texts)) {
      wrong("is no list of " + what + "; write one with [ and ]", key);
      return List.of();
    }
    return new ArrayList<>(words);
  }

  /** A text that is read further; what is not there is no problem. */
  private <T> Optional<T> text(JsonNode from, Function<String, T> reader, String... keys) {
    JsonNode said = from;
    for (String key : keys) {
      said = said.path(key);
    }
    if (said.isMissingNode()) {
      return Optional.empty();
    }
    if (!said.isTextual() || said.textValue().isBlank() || said.textValue().indexOf('\0') >= 0) {
      wrong("is no text; write one", keys);
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(said.textValue().strip()));
    } catch (IllegalArgumentException e) {
      wrong(SafeText.line(String.valueOf(e.getMessage())), keys);
      return Optional.empty();
    }
  }

  private void requireKeys(JsonNode of, List<String> keys, String whose, String... below) {
    for (Map.Entry<String, JsonNode> each : of.properties()) {
      if (!keys.contains(each.getKey())) {
        List<String> place = new ArrayList<>(List.of(below));
        place.add(each.getKey());
        wrong(
            "is no key of " + whose + "; " + NearestName.remedy(each.getKey(), keys),
            place.toArray(String[]::new));
      }
    }
  }

  private void wrong(String what, String... keys) {
    JsonPointer pointer = JsonPointer.empty().appendProperty("files");
    StringBuilder shown = new StringBuilder("files");
    for (String key : keys) {
      pointer = pointer.appendProperty(key);
      shown.append('.').append(SafeText.name(key));
    }
    problems.add(tree.place(pointer.toString()) + ": " + shown + " " + what);
  }
}
