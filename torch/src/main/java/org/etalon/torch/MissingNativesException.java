package org.etalon.torch;

import java.util.List;

/**
 * libtorch's native libraries, 110 MB of one operating system and processor, are not on the class
 * path. Nothing else needs them, so they are a download of their own.
 */
public final class MissingNativesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String platform;
  private final transient List<String> artifacts;

  /**
   * Makes the exception.
   *
   * @param platform JavaCPP's name of this machine
   * @param artifacts what to add to the class path, as {@code group:name:version:classifier}
   */
  MissingNativesException(String platform, List<String> artifacts) {
    super(
        "libtorch: its native libraries for "
            + platform
            + " are not on the class path; add the artifacts "
            + String.join(", ", artifacts));
    this.platform = platform;
    this.artifacts = List.copyOf(artifacts);
  }

  /** JavaCPP's name of this operating system and processor: {@code linux-x86_64}. */
  public String platform() {
    return platform;
  }

  /** What to add to the class path, as {@code group:name:version:classifier}. */
  public List<String> artifacts() {
    return artifacts;
  }
}
