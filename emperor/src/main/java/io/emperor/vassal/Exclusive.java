package io.emperor.vassal;

import java.util.List;

/** What one generation alone can have, told by the words in which another's claim to it fails. */
final class Exclusive {

  /** What to do about it while the old generation has it. */
  static final String REMEDY =
      "the old generation may have it still: with reload: stop-first it ends before the new one starts";

  private static final String LIBRARY = "already loaded in another classloader";

  /** Locks of files, of embedded databases and of indexes, names of MBeans, ports. */
  private static final List<String> WORDS =
      List.of(
          LIBRARY,
          "OverlappingFileLockException",
          "Database may be already in use",
          "Another instance of Derby may have already booted",
          "Database lock acquisition failure",
          "Lock held by this virtual machine",
          "lock hold by current process",
          "InstanceAlreadyExistsException",
          "BindException",
          "Address already in use");

  /** A port of the vassal's own is handed over: somebody else has it. */
  private static final String PORT = "can't be opened: ";

  private Exclusive() {}

  /** Whether a start has failed because of something of that sort. */
  static boolean isWanted(String failure) {
    return WORDS.stream().anyMatch(failure::contains) && !failure.contains(PORT);
  }

  /** Whether it is a native library, which goes with the classes that have loaded it. */
  static boolean isLibrary(String failure) {
    return failure.contains(LIBRARY);
  }
}
