package io.emperor.runtime.ownjvm;

import io.emperor.base.ClassArchive;
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
    return options.stream().anyMatch(ClassArchive::isChoice)
        ? List.of()
        : emperors.stream().filter(option -> OURS.matcher(option).matches()).toList();
  }
}
