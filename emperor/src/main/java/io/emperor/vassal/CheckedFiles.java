package io.emperor.vassal;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.JarRole;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.shared.LoadCheck;
import io.emperor.vassal.step.AppFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vassal's files, looked at as a start does, while nothing of them is run or copied.
 *
 * @param effective the values that would be in force; {@code null} if they can't be told
 * @param problems what would make a start impossible, a line each
 */
public record CheckedFiles(@Nullable EffectiveConfig effective, List<String> problems) {

  /** Copies the list. */
  public CheckedFiles {
    problems = List.copyOf(problems);
  }

  /**
   * Reads the configuration as if the app were loaded; an app that is to come is no problem.
   *
   * @param source the vassal's files
   * @param configs reads them
   * @return what was seen
   */
  public static CheckedFiles of(VassalSource source, VassalConfigReader configs) {
    return looked(source, configs, false);
  }

  /**
   * Does the same, and looks besides whether a jar provides what can be loaded.
   *
   * @param source the vassal's files
   * @param configs reads them
   * @return what was seen
   */
  public static CheckedFiles withApp(VassalSource source, VassalConfigReader configs) {
    return looked(source, configs, true);
  }

  private static CheckedFiles looked(
      VassalSource source, VassalConfigReader configs, boolean loading) {
    try {
      Path app = AppFile.of(source, configs).file().filter(Files::isRegularFile).orElse(null);
      EffectiveConfig effective =
          configs.effective(source.name(), source.config().orElse(null), app);
      if (app != null) {
        AppFile.refuseOthers(source, effective.config(), app);
        AppFile.verify(effective.config(), app, app);
      }
      if (app != null && loading) {
        load(source.name(), app);
      }
      return new CheckedFiles(effective, List.of());
    } catch (InvalidConfigException e) {
      return new CheckedFiles(null, e.lines());
    } catch (UnusableAppException | IOException e) {
      return new CheckedFiles(
          null, List.of(Objects.requireNonNullElse(e.getMessage(), e.toString())));
    }
  }

  private static void load(String vassal, Path app) throws UnusableAppException, IOException {
    if (!AppFile.isWar(app) && JarRole.of(app) != JarRole.EXECUTABLE) {
      LoadCheck.of(vassal, app);
    }
  }
}
