package io.emperor.config;

import io.emperor.config.choice.StopSignalTo;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an app in a process of its own is run and asked whether it works. Immutable.
 *
 * @param command the program and its arguments; empty when no {@code command} was given
 * @param jvmOptions options for its JVM, if it runs in one
 * @param classArchive whether classes of an executable jar are kept ready for its next starts
 * @param environment what is added to the emperor's environment
 * @param directory absolute path of the directory that it runs in; {@code null} when none was given
 * @param checkHttp a path on the app's port, or a whole address; {@code null} when none was given
 * @param checkTcp a port, a host and a port, or {@code none}; {@code null} when none was given
 * @param stopSignal the name of the signal that asks it to end
 * @param stopSignalTo which of its processes get that
 * @param user whom it runs as
 */
public record ProcessConfig(
    List<String> command,
    List<String> jvmOptions,
    boolean classArchive,
    Map<String, String> environment,
    @Nullable Path directory,
    @Nullable String checkHttp,
    @Nullable String checkTcp,
    String stopSignal,
    StopSignalTo stopSignalTo,
    UserConfig user) {

  /** Copies the collections, keeping their order. */
  public ProcessConfig {
    command = List.copyOf(command);
    jvmOptions = List.copyOf(jvmOptions);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /**
   * Nothing given.
   *
   * @return what holds for a jar that provides a vassal, say
   */
  public static ProcessConfig none() {
    return new ProcessConfig(
        List.of(),
        List.of(),
        false,
        Map.of(),
        null,
        null,
        null,
        Rules.USUAL_SIGNAL,
        StopSignalTo.ALL,
        UserConfig.NONE);
  }

  /**
   * Whether a check was given that tells how the app is.
   *
   * @return {@code true} for {@code check-http}, and for a {@code check-tcp} other than none
   */
  public boolean isChecked() {
    return checkHttp != null || (checkTcp != null && !isCheckOff());
  }

  /**
   * Whether the app is well as long as its process is alive.
   *
   * @return {@code true} for {@code check-tcp: none}
   */
  public boolean isCheckOff() {
    return "none".equals(checkTcp);
  }

  /** The same with another environment. */
  ProcessConfig in(Map<String, String> variables) {
    return new ProcessConfig(
        command,
        jvmOptions,
        classArchive,
        variables,
        directory,
        checkHttp,
        checkTcp,
        stopSignal,
        stopSignalTo,
        user);
  }

  /** Leaves the environment's values out, which may be secrets. */
  @Override
  public String toString() {
    return "ProcessConfig[command=%s, environment=%s]".formatted(command, environment.keySet());
  }
}
