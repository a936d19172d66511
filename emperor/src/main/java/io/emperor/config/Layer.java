package io.emperor.config;

import io.emperor.base.NearestName;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Problem;
import io.emperor.config.file.Problems;
import io.emperor.config.file.RawValue;
import io.emperor.config.file.Setting;
import io.emperor.config.file.Sourced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The valid values of one file, or of several on top of each other. Immutable. */
final class Layer {

  static final Layer EMPTY = new Layer(Map.of());

  private static final Set<VassalKey<?>> CHECKS = Set.of(VassalKey.CHECK_HTTP, VassalKey.CHECK_TCP);

  private final Map<VassalKey<?>, Sourced<?>> values;

  private Layer(Map<VassalKey<?>, Sourced<?>> values) {
    this.values = values;
  }

  static Layer of(List<Setting> settings, Problems problems) {
    Map<VassalKey<?>, Sourced<?>> values = new LinkedHashMap<>();
    UnaryOperator<String> shown = shown(settings);
    for (Setting setting : nested(settings, problems)) {
      VassalKeys.named(setting.key())
          .ifPresentOrElse(
              key -> read(key, setting, values, problems), () -> unknown(setting, shown, problems));
    }
    return new Layer(values);
  }

  /**
   * These values where there are any, else the weaker ones: whole lists and maps, not parts, and
   * not one kind of check beside another.
   */
  Layer over(Layer weaker) {
    Map<VassalKey<?>, Sourced<?>> merged = new LinkedHashMap<>(weaker.values);
    if (values.keySet().stream().anyMatch(CHECKS::contains)) {
      merged.keySet().removeAll(CHECKS);
    }
    merged.putAll(values);
    return new Layer(merged);
  }

  /** This layer where a key is refused, because here it means nothing. */
  Layer without(VassalKey<?> key, String seen, Problems problems) {
    Sourced<?> refused = values.get(key);
    if (refused == null) {
      return this;
    }
    problems.add(refused.origin(), key.name(), seen, "put it into the file of the vassal");
    Map<VassalKey<?>, Sourced<?>> left = new LinkedHashMap<>(values);
    left.remove(key);
    return new Layer(left);
  }

  /** This layer where a key has another value, or none. */
  <T> Layer with(VassalKey<T> key, @Nullable Sourced<T> value) {
    Map<VassalKey<?>, Sourced<?>> changed = new LinkedHashMap<>(values);
    changed.remove(key);
    if (value != null) {
      changed.put(key, value);
    }
    return new Layer(changed);
  }

  /** The same for several keys. */
  Layer without(List<? extends VassalKey<?>> keys, String seen, Problems problems) {
    Layer left = this;
    for (VassalKey<?> key : keys) {
      left = left.without(key, seen, problems);
    }
    return left;
  }

  @SuppressWarnings("unchecked") // a key's value is only ever put by its own parser
  <T> Optional<Sourced<T>> find(VassalKey<T> key) {
    return Optional.ofNullable((Sourced<T>) values.get(key));
  }

  Optional<Origin> origin(VassalKey<?> key) {
    return find(key).map(Sourced::origin);
  }

  private static <T> void read(
      VassalKey<T> key, Setting setting, Map<VassalKey<?>, Sourced<?>> values, Problems problems) {
    T value = key.parser().parse(setting, problems);
    if (value != null) {
      values.put(key, new Sourced<>(value, setting.origin()));
    }
  }

  /** A file without any key that is known may be no configuration at all. */
  private static UnaryOperator<String> shown(List<Setting> settings) {
    return settings.stream().anyMatch(Layer::isOurs) ? key -> key : VassalKeys::shown;
  }

  private static boolean isOurs(Setting setting) {
    return setting.origin().equals(Origin.VASSAL_SET) || VassalKeys.isKnown(setting.key());
  }

  private static void unknown(Setting setting, UnaryOperator<String> shown, Problems problems) {
    problems.add(
        () ->
            new Problem(
                setting.origin().toString(),
                shown.apply(setting.key()),
                "unknown key",
                NearestName.remedy(setting.key(), VassalKeys.names())));
  }

  /** Makes {@code settings.greeting = hi} an entry of {@code settings}. */
  private static List<Setting> nested(List<Setting> settings, Problems problems) {
    Map<String, Setting> nested = new LinkedHashMap<>();
    for (Setting setting : settings) {
      String name = VassalKeys.mapAround(setting.key()).map(VassalKey::name).orElse("");
      if (name.isEmpty()) {
        nested.merge(setting.key(), setting, (entries, whole) -> twice(entries, whole, problems));
      } else {
        entry(name, setting.key().substring(name.length() + 1), setting, problems)
            .ifPresent(
                entry ->
                    nested.merge(
                        name, entry, (entries, added) -> joined(entries, added, problems)));
      }
    }
    return List.copyOf(nested.values());
  }

  private static Optional<Setting> entry(
      String name, String entry, Setting setting, Problems problems) {
    if (!(setting.value() instanceof RawValue.Text value)) {
      problems.add(
          setting.origin(), setting.key(), "is " + setting.value().shown(), "write one value");
      return Optional.empty();
    }
    Map<String, Sourced<String>> entries = new LinkedHashMap<>();
    entries.put(entry, new Sourced<>(value.text(), setting.origin()));
    return Optional.of(new Setting(name, new RawValue.Entries(entries), setting.origin()));
  }

  /** Adds to the map of the entries, which a copy for each of very many would take for ever. */
  private static Setting joined(Setting entries, Setting added, Problems problems) {
    if (!(entries.value() instanceof RawValue.Entries earlier)
        || !(added.value() instanceof RawValue.Entries later)) {
      return twice(entries, added, problems);
    }
    later
        .entries()
        .forEach(
            (name, value) -> {
              if (earlier.entries().putIfAbsent(name, value) != null) {
                twice(entries, added, problems);
              }
            });
    return entries;
  }

  private static Setting twice(Setting first, Setting second, Problems problems) {
    problems.add(
        second.origin(),
        second.key(),
        "is there twice",
        "remove one, the other is in line " + first.origin().line());
    return first;
  }
}
