package org.etalon.torch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.InputException;
import org.jspecify.annotations.Nullable;

/** libtorch's native libraries: unpacked and loaded once per process, before anything uses them. */
public final class LibTorch {
  /** Set before JavaCPP's classes are: each of these costs time at every native object. */
  private static final List<String> UNUSED_BOOKKEEPING =
      List.of("org.bytedeco.javacpp.maxPhysicalBytes", "org.bytedeco.javacpp.maxBytes");

  private static final String NO_COLLECTION = "org.bytedeco.javacpp.nopointergc";

  private LibTorch() {}

  /**
   * Makes sure that libtorch can be called in this process, on one thread for each caller's thread.
   *
   * @throws MissingNativesException if its native libraries are not on the class path
   * @throws InputException if they cannot be loaded here
   */
  public static void load() {
    Loaded.ensure();
    // Intra-op threads are counted per calling thread.
    torch.set_num_threads(1);
  }

  /**
   * Lets one calling thread use several cores for one operation.
   *
   * @param threads at least 1
   */
  public static void useThreads(int threads) {
    load();
    torch.set_num_threads(threads);
  }

  /** The version of libtorch, such as {@code 2.10.0}. */
  public static String version() {
    String binding = binding();
    int dash = binding.indexOf('-');
    return dash < 0 ? binding : binding.substring(0, dash);
  }

  /**
   * Makes sure that the native libraries for this machine are on the class path; loads nothing.
   *
   * @throws MissingNativesException if they are not
   */
  public static void requirePresent() {
    if (!isPresent()) {
      throw new MissingNativesException(platform(), artifacts());
    }
  }

  /** Whether the native libraries for this machine are on the class path; loads nothing. */
  public static boolean isPresent() {
    return resource("libtorch") != null || resource("torch") != null;
  }

  private static @Nullable URL resource(String base) {
    String file = base + (isWindows() ? ".dll" : isMac() ? ".dylib" : ".so");
    return LibTorch.class.getResource("/org/bytedeco/pytorch/" + platform() + "/" + file);
  }

  /** JavaCPP's name of this operating system and processor: {@code linux-x86_64}. */
  public static String platform() {
    return Loader.getPlatform();
  }

  /** The artifact that holds libtorch's native libraries for this machine. */
  public static String artifact() {
    return artifacts().get(0);
  }

  /**
   * All artifacts with native libraries for this machine that libtorch needs, as {@code
   * group:name:version:classifier}.
   */
  public static List<String> artifacts() {
    return List.of(
        artifact("pytorch", org.bytedeco.pytorch.presets.torch.class),
        artifact("openblas", org.bytedeco.openblas.presets.openblas.class),
        artifact("javacpp", Loader.class));
  }

  private static String artifact(String name, Class<?> binding) {
    return "org.bytedeco:" + name + ":" + versionOf(name, binding) + ":" + platform();
  }

  /** Version of the Java binding: libtorch's and JavaCPP's. */
  private static String binding() {
    return versionOf("pytorch", org.bytedeco.pytorch.presets.torch.class);
  }

  /** From the jar's manifest, or, where jars were merged into one, from what Maven left in it. */
  private static String versionOf(String artifact, Class<?> binding) {
    String version = binding.getPackage().getImplementationVersion();
    if (version != null) {
      return version;
    }
    Properties properties = new Properties();
    try (InputStream in =
        binding.getResourceAsStream(
            "/META-INF/maven/org.bytedeco/" + artifact + "/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException unreadable) {
      // Only for messages and provenance: it is not worth a failure.
    }
    return properties.getProperty("version", "unknown");
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
  }

  private static boolean isMac() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
  }

  /** Initialised by the first use, once, whatever the number of threads. */
  private static final class Loaded {
    static final @Nullable Obstacle OBSTACLE = attempt();

    /** Why libtorch cannot be used in this process. */
    private record Obstacle(String problem, String wayOut) {}

    static void ensure() {
      if (OBSTACLE != null) {
        if (!isPresent()) {
          throw new MissingNativesException(platform(), artifacts());
        }
        throw new InputException("libtorch", OBSTACLE.problem, OBSTACLE.wayOut);
      }
    }

    private static @Nullable Obstacle attempt() {
      for (String property : UNUSED_BOOKKEEPING) {
        setUnlessGiven(property, "0");
      }
      // Every native object here is freed by its scope; a collector would only race with it.
      setUnlessGiven(NO_COLLECTION, "true");
      if (!isPresent()) {
        return new Obstacle("has no native libraries for " + platform(), "add " + artifacts());
      }
      try {
        unpack();
        Loader.load(torch.class);
        // Whole trials run side by side; threads inside a small product only wait for each other.
        openblas.blas_set_num_threads(1);
        return null;
      } catch (IOException | LinkageError | RuntimeException problem) {
        return new Obstacle(
            "cannot be loaded here: " + problem.getMessage(),
            "check that the artifact "
                + artifact()
                + " fits this machine and that the folder of JavaCPP's cache can be written"
                + " (-Dorg.bytedeco.javacpp.cachedir=FOLDER chooses another)");
      }
    }

    /**
     * Unpacks all of libtorch before any of it is loaded: JavaCPP would load libtorch.so first, and
     * the system's linker would complete it with another libtorch of the machine.
     */
    private static void unpack() throws IOException {
      if (isWindows()) {
        return;
      }
      String suffix = isMac() ? ".dylib" : ".so";
      List<String> files =
          isMac()
              ? List.of("libomp.dylib", "libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib")
              : List.of(
                  "libgomp.so.1", "libc10" + suffix, "libtorch_cpu" + suffix, "libtorch" + suffix);
      for (String file : files) {
        String resource =
            "/org/bytedeco/pytorch/"
                + platform()
                + System.getProperty("org.bytedeco.javacpp.platform.extension", "")
                + "/"
                + file;
        if (org.bytedeco.pytorch.presets.torch.class.getResource(resource) != null) {
          Loader.cacheResource(org.bytedeco.pytorch.presets.torch.class, resource);
        }
      }
    }

    private static void setUnlessGiven(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }
  }
}
