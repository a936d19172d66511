package io.emperor.daemon.keyed;

import io.emperor.base.SafeText;
import io.emperor.monitor.VassalFiles;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where vassals' configurations are in Consul's key/value store.
 *
 * @param level what the keys begin with, without the slash at its end
 */
public record ConsulPrefix(String level) {

  /** How a word of {@code --vassals} begins that means one. */
  public static final String SCHEME = "consul:";

  /**
   * Levels of printable ASCII, which can stand in a path in every locale, and lead nowhere else.
   */
  private static final Pattern LEVEL =
      Pattern.compile("(?!(.*/)?\\.{1,2}(/|$))[!-.0-~]+(/[!-.0-~]+)*");

  /** The mirror's directory has its name of it. */
  private static final int LONGEST = 200;

  /** Whether a word of {@code --vassals} means a prefix. */
  public static boolean isMeantBy(String word) {
    return word.startsWith(SCHEME);
  }

  /** The prefix that a word means, with or without a slash at its end. */
  static ConsulPrefix of(String word) {
    String level = word.substring(SCHEME.length());
    return new ConsulPrefix(level.endsWith("/") ? level.substring(0, level.length() - 1) : level);
  }

  /** What is wrong with the words that mean prefixes, a line each. */
  public static List<String> problems(List<String> words) {
    return words.stream()
        .filter(ConsulPrefix::isMeantBy)
        .filter(word -> !of(word).isValid())
        .map(
            word ->
                SafeText.name(word)
                    + ": is no prefix of keys: write consul: and what stands before the last slash"
                    + " of consul:config/vassals/NAME.yaml, up to 200 printable ASCII characters without blanks")
        .toList();
  }

  private boolean isValid() {
    return LEVEL.matcher(level).matches() && directory().length() <= LONGEST;
  }

  /** What every key begins with. */
  String keys() {
    return level + "/";
  }

  /** What keys are shown as, like the files of a directory. */
  Path place() {
    return Path.of(SCHEME + level);
  }

  /** The name of the directory that mirrors it. */
  String directory() {
    return URLEncoder.encode(level, StandardCharsets.UTF_8);
  }

  /** A key as people are told of it. */
  String shown(String name) {
    return SafeText.escaped(SCHEME + keys() + name, SafeText.LONGEST);
  }

  /** What a token needs. */
  String rule(String policy) {
    return "key_prefix \"%s\" { policy = \"%s\" }".formatted(keys(), policy);
  }

  /** Why a key below it can't be a vassal's configuration; empty if it can. */
  static Optional<String> fault(String name) {
    if (name.contains("/")) {
      return Optional.of("it is a level deeper than vassals are: move it up or elsewhere");
    }
    String ending = ending(name);
    if (ending.isEmpty()) {
      return Optional.of(
          "a vassal's configuration ends in %s: rename it, or move it elsewhere"
              .formatted(String.join(", ", VassalFiles.CONFIGS)));
    }
    return VassalFiles.isName(vassal(name))
        ? Optional.empty()
        : Optional.of(
            "a vassal's name is letters, digits and . _ - + @, at most 200, a letter or digit first: rename it");
  }

  /** The vassal that a key's last part names, given that nothing is wrong with it. */
  static String vassal(String name) {
    return name.substring(0, name.length() - ending(name).length());
  }

  private static String ending(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return VassalFiles.CONFIGS.stream().filter(small::endsWith).findFirst().orElse("");
  }

  /** As it stands in {@code --vassals}. */
  @Override
  public String toString() {
    return SCHEME + level;
  }
}
