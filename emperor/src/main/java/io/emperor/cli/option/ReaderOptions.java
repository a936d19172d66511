package io.emperor.cli.option;

import io.emperor.config.VassalConfigReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a configuration is read with that no file says: options that several commands have. */
public final class ReaderOptions {

  @Option(
      names = "--vassal-set",
      paramLabel = "KEY=VALUE",
      description = "What run is given by --vassal-set, beside EMPEROR_VASSAL_SET; repeatable.")
  private Map<String, String> vassalSet = new LinkedHashMap<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "${env:EMPEROR_NAME}",
      description =
          "The emperor's name, which stands in default service IDs. Default: the host's name.")
  private @Nullable String name;

  /**
   * Reads configurations as an emperor does that was told the same.
   *
   * @throws io.emperor.config.file.InvalidConfigException if a value for every vassal is wrong
   */
  public VassalConfigReader reader(Map<String, String> environment) {
    return new VassalConfigReader(name(), set(environment));
  }

  /**
   * Reads files as an emperor reads the keys that they become, where no path begins in a directory.
   *
   * @throws io.emperor.config.file.InvalidConfigException if a value for every vassal is wrong
   */
  public VassalConfigReader readerOfKeys(Map<String, String> environment) {
    return new VassalConfigReader(name(), set(environment), Optional::of);
  }

  private String name() {
    return name == null || name.isBlank() ? HostAddresses.hostName() : name;
  }

  /** What the environment says to {@code run}, and more strongly what was said here. */
  private Map<String, String> set(Map<String, String> environment) {
    Map<String, String> all = new LinkedHashMap<>();
    String said = environment.getOrDefault(RunOption.VASSAL_SET.variable(), "");
    said.lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> all.put(parts[0].strip(), parts[1].strip()));
    all.putAll(vassalSet);
    return all;
  }
}
