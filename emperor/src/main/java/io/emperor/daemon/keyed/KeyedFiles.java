package io.emperor.daemon.keyed;

import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.base.SafeText;
import io.emperor.consul.app.KeyPrefix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes and removes vassals' configurations in Consul. Safe for use by many threads. */
public final class KeyedFiles {

  /** Consul takes no longer value, unless its servers are told to. */
  public static final int LONGEST = 512 * 1024;

  private final List<ConsulPrefix> prefixes;
  private final Function<String, KeyPrefix> keys;
  private final Supplier<List<String>> leftAlone;

  KeyedFiles(
      List<ConsulPrefix> prefixes,
      Function<String, KeyPrefix> keys,
      Supplier<List<String>> leftAlone) {
    this.prefixes = List.copyOf(prefixes);
    this.keys = keys;
    this.leftAlone = leftAlone;
  }

  /** Which keys below the prefixes are no vassal's, and why, in words. */
  public List<String> leftAlone() {
    return leftAlone.get();
  }

  /** What has become of a key. */
  public enum Outcome {
    /** It is new. */
    CREATED,
    /** It has other contents. */
    CHANGED,
    /** It had these contents, and nothing was written. */
    UNCHANGED,
    /** It is gone. */
    REMOVED,
    /** There was none. */
    ABSENT
  }

  /**
   * What was done.
   *
   * @param vassal the vassal's name
   * @param key the key as people are told of it
   */
  public record Written(String vassal, String key, Outcome outcome) {}

  /** The keys of one vassal below one prefix; one, none, or by mistake more. */
  private record Found(ConsulPrefix prefix, KeyPrefix keys, List<KeyValue> ofVassal) {

    String name(KeyValue key) {
      return key.key().substring(prefix.keys().length());
    }
  }

  /**
   * Writes a configuration to the first prefix that has one of this vassal, or else to the first.
   *
   * @param file the vassal's name with the ending of the configuration's format
   * @param text the configuration
   * @throws IllegalArgumentException if that is no configuration's name, or it is too large
   * @throws KeyedFileException if there is no prefix, or the vassal has a configuration of another
   *     ending
   * @throws ConsulException if Consul does not take it
   */
  public Written apply(String file, byte[] text) {
    ConsulPrefix.fault(file)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(shown(file) + " can't be written: " + fault);
            });
    if (text.length > LONGEST) {
      throw new IllegalArgumentException(
          shown(file) + " is larger than 512 KB, which Consul does not take: make it smaller");
    }
    Found found = found(ConsulPrefix.vassal(file));
    String key = found.prefix().keys() + file;
    found.ofVassal().stream()
        .filter(other -> !other.key().equals(key))
        .findFirst()
        .ifPresent(
            other -> {
              throw new KeyedFileException(
                  "%s is that vassal's configuration: write %s, or remove the vassal first"
                      .formatted(found.prefix().shown(found.name(other)), found.name(other)));
            });
    Optional<KeyValue> before = found.ofVassal().stream().findFirst();
    if (before.filter(seen -> Arrays.equals(seen.value(), text)).isPresent()) {
      return written(found, file, Outcome.UNCHANGED);
    }
    long seen = before.map(KeyValue::modifyIndex).orElse(0L);
    settled(allowed(found.prefix(), () -> found.keys().set(key, text, seen)), found, file);
    return written(found, file, before.isEmpty() ? Outcome.CREATED : Outcome.CHANGED);
  }

  /**
   * Removes a vassal's configuration from the first prefix that has one.
   *
   * @throws KeyedFileException if there is no prefix
   * @throws ConsulException if Consul does not do it
   */
  public Written remove(String vassal) {
    Found found = found(vassal);
    for (KeyValue key : found.ofVassal()) {
      String name = found.name(key);
      settled(allowed(found.prefix(), () -> found.keys().delete(key)), found, name);
    }
    return found.ofVassal().isEmpty()
        ? new Written(vassal, found.prefix().shown(vassal), Outcome.ABSENT)
        : written(found, found.name(found.ofVassal().get(0)), Outcome.REMOVED);
  }

  private static Written written(Found found, String file, Outcome outcome) {
    return new Written(ConsulPrefix.vassal(file), found.prefix().shown(file), outcome);
  }

  private static void settled(boolean done, Found found, String file) {
    if (!done) {
      throw new KeyedFileException(
          "%s was changed by somebody else just now: look at it, and say it again"
              .formatted(found.prefix().shown(file)));
    }
  }

  private Found found(String vassal) {
    if (prefixes.isEmpty()) {
      throw new KeyedFileException(
          "this emperor takes no configurations from Consul: run it with --vassals consul:PREFIX");
    }
    List<Found> all = prefixes.stream().map(prefix -> found(prefix, vassal)).toList();
    return all.stream().filter(one -> !one.ofVassal().isEmpty()).findFirst().orElse(all.get(0));
  }

  private Found found(ConsulPrefix prefix, String vassal) {
    KeyPrefix below = keys.apply(prefix.keys());
    List<KeyValue> all = allowed(prefix, below::all);
    return new Found(prefix, below, all.stream().filter(key -> isOf(vassal, prefix, key)).toList());
  }

  private static boolean isOf(String vassal, ConsulPrefix prefix, KeyValue key) {
    String name = key.key().substring(prefix.keys().length());
    return ConsulPrefix.fault(name).isEmpty() && ConsulPrefix.vassal(name).equals(vassal);
  }

  /** What Consul refuses to the emperor's token, with the rule that allows it. */
  private static <T> T allowed(ConsulPrefix prefix, Supplier<T> call) {
    try {
      return call.get();
    } catch (ConsulException e) {
      if (e.kind() != ConsulException.Kind.FORBIDDEN) {
        throw e;
      }
      throw new ConsulException(
          e.kind(),
          e.applied(),
          "Consul refuses it to the emperor's token: its policy needs " + prefix.rule("write"),
          e);
    }
  }

  private static String shown(String file) {
    return SafeText.escaped(file, SafeText.LONGEST);
  }
}
