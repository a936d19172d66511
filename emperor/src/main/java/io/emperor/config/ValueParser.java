package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Problems;
import io.emperor.config.file.RawValue;
import io.emperor.config.file.Setting;
import io.emperor.config.file.Sourced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a value out of what stands in a file. */
@FunctionalInterface
interface ValueParser<T> {

  /** The value, or {@code null} when a problem was added instead. */
  @Nullable T parse(Setting setting, Problems problems);

  /** One text; the rule throws {@link InvalidValueException}. */
  static <T> ValueParser<T> text(Function<String, T> rule) {
    return (setting, problems) -> {
      if (setting.value() instanceof RawValue.Text text) {
        return checked(setting.origin(), setting.key(), text.text(), rule, problems);
      }
      problems.add(
          setting.origin(), setting.key(), "is " + setting.value().shown(), "write one value");
      return null;
    };
  }

  /** A duration of at least the given length. */
  static ValueParser<Duration> duration(Duration least) {
    return text(
        text -> {
          Duration duration = DurationFormat.parse(text);
          if (duration.compareTo(least) < 0) {
            throw InvalidValueException.of(
                text, "is too short", "write at least " + DurationFormat.format(least));
          }
          return duration;
        });
  }

  /** A list, or one text with commas. */
  static ValueParser<List<String>> texts(Function<String, String> rule) {
    return (setting, problems) -> {
      List<String> items = items(setting.value());
      if (items == null) {
        problems.add(setting.origin(), setting.key(), "is a map", "write a list");
        return null;
      }
      List<String> checked = new ArrayList<>();
      for (String item : items) {
        String value = checked(setting.origin(), setting.key(), item, rule, problems);
        if (value != null) {
          checked.add(value);
        }
      }
      return checked.size() == items.size() ? checked : null;
    };
  }

  /** A list of words, or one text as a shell would split it. */
  static ValueParser<List<String>> words() {
    return (setting, problems) -> {
      try {
        if (setting.value() instanceof RawValue.Items items && !items.items().isEmpty()) {
          return items.items();
        }
        if (setting.value() instanceof RawValue.Text text && !text.text().isBlank()) {
          return CommandWords.split(text.text());
        }
      } catch (InvalidValueException e) {
        problems.add(setting.origin(), setting.key(), e.seen(), e.remedy());
        return null;
      }
      problems.add(
          setting.origin(),
          setting.key(),
          "is " + setting.value().shown(),
          "write a list of words");
      return null;
    };
  }

  /** Whatever stands there, which somebody else reads. */
  static ValueParser<RawValue.Nested> nested() {
    return (setting, problems) -> {
      if (setting.value() instanceof RawValue.Nested nested) {
        return nested;
      }
      problems.add(
          setting.origin(),
          setting.key(),
          "stands where nothing can be nested",
          "write it into the vassal's YAML file");
      return null;
    };
  }

  /** A map; the rule looks at each entry, and the limit at their number. */
  static ValueParser<Map<String, Sourced<String>>> map(
      Function<Map.Entry<String, String>, String> rule, int most) {
    return (setting, problems) -> {
      Map<String, Sourced<String>> entries = entries(setting.value());
      if (entries == null) {
        problems.add(
            setting.origin(),
            setting.key(),
            "is " + setting.value().shown(),
            "write a map, or " + setting.key() + ".NAME = VALUE");
        return null;
      }
      int before = problems.count();
      if (entries.size() > most) {
        problems.add(
            setting.origin(),
            setting.key(),
            "has " + entries.size() + " entries",
            "leave at most " + most);
      }
      entries.forEach(
          (name, value) ->
              checked(
                  value.origin(),
                  setting.key() + "." + name,
                  Map.entry(name, value.value()),
                  rule,
                  problems));
      return problems.count() == before ? entries : null;
    };
  }

  private static @Nullable List<String> items(RawValue value) {
    if (value instanceof RawValue.Items items) {
      return items.items();
    }
    return value instanceof RawValue.Text text ? separated(text.text()) : null;
  }

  private static List<String> separated(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static @Nullable Map<String, Sourced<String>> entries(RawValue value) {
    if (value instanceof RawValue.Entries entries) {
      return entries.entries();
    }
    return value instanceof RawValue.Text text && text.text().isEmpty() ? Map.of() : null;
  }

  private static <S, T> @Nullable T checked(
      Origin origin, String key, S seen, Function<S, T> rule, Problems problems) {
    try {
      return rule.apply(seen);
    } catch (InvalidValueException e) {
      problems.add(origin, key, e.seen(), e.remedy());
      return null;
    }
  }
}
