package org.etalon.cli;

import org.etalon.engine.Version;
import picocli.CommandLine.IVersionProvider;

/** Says the version of the build. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"etalon " + Version.current()};
  }
}
