package io.emperor.runtime.ownjvm;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The options that name the emperor's archive of classes, if it has one. It holds what an app's JVM
 * loads first, too, which has the same class path. Java goes without where it does not fit.
 */
final class ClassArchiveOptions {

  private static final Pattern OURS =
      Pattern.compile("-XX:(SharedArchiveFile|AOTCache)=.*|-Xlog:(aot|cds)\\*=off");

  /** Java refuses two choices. */
  private static final Pattern CHOICE = Pattern.compile("-Xshare.*|-XX:.*(Archive|AOT).*");

  private ClassArchiveOptions() {}

  /**
   * Those for one more JVM.
   *
   * @param options what it is given besides; whoever speaks of archives there is left alone
   */
  static List<String> beside(List<String> options) {
    return of(ManagementFactory.getRuntimeMXBean().getInputArguments(), options);
  }

  static List<String> of(List<String> emperors, List<String> options) {
    return options.stream().anyMatch(option -> CHOICE.matcher(option).matches())
        ? List.of()
        : emperors.stream().filter(option -> OURS.matcher(option).matches()).toList();
  }
}
