package io.emperor.cli.run;

import picocli.CommandLine.IVersionProvider;

/** What {@code emperor --version} prints. */
public final class VersionLine implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"emperor " + Version.number()};
  }
}
