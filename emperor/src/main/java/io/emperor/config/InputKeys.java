package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Problems;
import io.emperor.config.file.Sourced;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.InputsReader;
import io.emperor.provisioning.Placeholders;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the keys by which a vassal is provided with inputs, and finds what can't be meant. */
final class InputKeys {

  private static final String SYSTEM_PATH =
      Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");

  /** Those that say something about what others bring. */
  private static final List<VassalKey<?>> OF_SOURCES =
      List.of(
          VassalKey.RULES,
          VassalKey.MINIMUM,
          VassalKey.QUIET_PERIOD,
          VassalKey.ON_CHANGE,
          VassalKey.ROLLOUT);

  private static final List<VassalKey<?>> OF_CREDENTIALS_TOO =
      List.of(VassalKey.QUIET_PERIOD, VassalKey.ROLLOUT);

  private final Layer own;
  private final Layer merged;
  private final Problems problems;

  /**
   * Of these values.
   *
   * @param own those of the file beside the app
   * @param merged all of them
   */
  InputKeys(Layer own, Layer merged, Problems problems) {
    this.own = own;
    this.merged = merged;
    this.problems = problems;
  }

  /**
   * Reads them.
   *
   * @param file beside the app
   * @param shown how people know it
   * @param hasDirectory whether paths in it may begin in its directory
   * @param app the vassal's jar or war, if there is one
   */
  InputsConfig read(
      @Nullable Path file, String shown, boolean hasDirectory, @Nullable SeenApp app) {
    if (file == null
        || (VassalKey.OF_INPUTS.stream().noneMatch(this::isGiven) && !isGiven(VassalKey.ROLLOUT))) {
      references(false);
      return InputsConfig.NONE;
    }
    references(true);
    settings();
    idle();
    try {
      InputsReader reader = new InputsReader(DurationFormat::parse, SYSTEM_PATH);
      Inputs inputs = reader.readVassal(file, shown, hasDirectory);
      signals(inputs.onChange(), app);
      rollout(inputs.onChange());
      return new InputsConfig(
          inputs,
          own.find(VassalKey.SETTINGS).isPresent(),
          own.find(VassalKey.ROLLOUT).map(Sourced::value).orElse(0));
    } catch (InvalidInputException e) {
      e.problems().forEach(problems::add);
      return InputsConfig.NONE;
    }
  }

  private boolean isGiven(VassalKey<?> key) {
    return own.find(key).isPresent();
  }

  private void idle() {
    if (isGiven(VassalKey.SOURCES) || isGiven(VassalKey.TEMPLATES)) {
      return;
    }
    for (VassalKey<?> key : OF_SOURCES) {
      if (OF_CREDENTIALS_TOO.contains(key) && isGiven(VassalKey.CREDENTIALS)) {
        continue;
      }
      own.origin(key)
          .ifPresent(
              where ->
                  problems.add(
                      where,
                      key.name(),
                      "has no effect without sources",
                      "add them, or remove it"));
    }
  }

  /** What an environment refers to is what the emperor gives, or a value of the sources. */
  private void references(boolean provided) {
    texts(VassalKey.ENV)
        .forEach(
            (name, text) ->
                checked(
                    text,
                    VassalKey.ENV,
                    name,
                    () -> Rules.requireReferences(text.value(), provided)));
  }

  private void settings() {
    texts(VassalKey.SETTINGS)
        .forEach((name, text) -> checked(text, VassalKey.SETTINGS, name, () -> read(text.value())));
  }

  private static void read(String text) {
    try {
      Placeholders unused = Placeholders.in(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          "refers to nothing", "write ${interface.key}, or $${ for a plain ${");
    }
  }

  private Map<String, Sourced<String>> texts(VassalKey<Map<String, Sourced<String>>> key) {
    return merged.find(key).map(Sourced::value).orElse(Map.of());
  }

  private void checked(Sourced<String> text, VassalKey<?> key, String name, Runnable check) {
    try {
      check.run();
    } catch (InvalidValueException e) {
      problems.add(text.origin(), key.name() + "." + name, e.seen(), e.remedy());
    }
  }

  private void rollout(OnChange onChange) {
    Optional<Origin> where = own.origin(VassalKey.ROLLOUT);
    if (where.isPresent() && onChange.kind() != OnChange.Kind.RELOAD) {
      problems.add(
          where.get(),
          VassalKey.ROLLOUT.name(),
          "has no effect without on-change: reload",
          "write that, or remove it");
    }
  }

  private void signals(OnChange onChange, @Nullable SeenApp app) {
    Optional<Origin> where = own.origin(VassalKey.ON_CHANGE);
    if (onChange.kind() == OnChange.Kind.SIGNAL
        && VassalKind.of(merged, app).filter(VassalKind.SHARED_JVM::equals).isPresent()
        && where.isPresent()) {
      problems.add(
          where.get(),
          VassalKey.ON_CHANGE.name(),
          "is a signal, and the app has no process of its own",
          "write reload, or add isolation: process");
    }
  }
}
