package io.emperor.cli.run;

/** The version that the build wrote into the jar's manifest. */
final class Version {

  private Version() {}

  /** The number alone. */
  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not built)" : version;
  }
}
